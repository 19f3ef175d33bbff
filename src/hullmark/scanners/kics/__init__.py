"""KICS: its reports, read."""
