"""Checkov: its reports, read."""
