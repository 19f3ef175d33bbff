"""Wiz CLI: its reports, read."""
