"""Sysdig: its reports, read."""
