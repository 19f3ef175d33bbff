"""SARIF: its reports, read."""
