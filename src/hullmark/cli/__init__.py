"""Turns arguments into one api call, and its result into text and an exit code; a verb a file."""
