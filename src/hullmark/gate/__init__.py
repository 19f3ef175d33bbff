"""Judges what was found and what could be looked at: a verdict with reasons."""
