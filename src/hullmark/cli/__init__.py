"""Turns arguments into one api call, and its result into text and an exit code; one verb per file."""
