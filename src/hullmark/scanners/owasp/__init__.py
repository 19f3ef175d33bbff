"""OWASP: its reports, read."""
