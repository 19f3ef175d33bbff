"""Trivy: its reports, read."""
