"""Trivy's views for people and test runners: its reports, read."""
