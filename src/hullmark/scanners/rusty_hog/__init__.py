"""Rusty Hog: its reports, read."""
