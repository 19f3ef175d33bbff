"""Audits of packages: its reports, read."""
