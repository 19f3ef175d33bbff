"""Reads shell text as far as a pipeline's meaning needs: words, flow, variables, exit statuses."""
