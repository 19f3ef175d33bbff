"""Snyk: its reports, read."""
