"""Clair: its reports, read."""
