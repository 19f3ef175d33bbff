"""Linters of Dockerfiles: its reports, read."""
