"""Trivy Operator: its reports, read."""
