"""Xeol: its reports, read."""
