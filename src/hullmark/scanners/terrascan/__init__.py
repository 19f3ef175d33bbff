"""Terrascan and tfsec: its reports, read."""
