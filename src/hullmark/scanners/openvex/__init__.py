"""OpenVEX: its reports, read."""
