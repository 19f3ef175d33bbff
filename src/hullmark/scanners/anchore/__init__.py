"""Anchore: its reports, read."""
