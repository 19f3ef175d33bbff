"""CSAF: its reports, read."""
