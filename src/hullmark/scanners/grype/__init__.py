"""Grype: its reports, read."""
