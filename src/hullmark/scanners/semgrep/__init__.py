"""Semgrep: its reports, read."""
