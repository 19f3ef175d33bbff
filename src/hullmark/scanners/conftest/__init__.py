"""Conftest: its reports, read."""
