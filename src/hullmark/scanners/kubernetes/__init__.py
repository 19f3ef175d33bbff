"""Checks of Kubernetes: its reports, read."""
