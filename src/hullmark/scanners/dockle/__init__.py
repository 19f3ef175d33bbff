"""Dockle: its reports, read."""
