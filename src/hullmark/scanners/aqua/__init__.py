"""Aqua: its reports, read."""
