"""Nosey Parker: its reports, read."""
