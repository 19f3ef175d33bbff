"""Compose files: variables, merging, extends and include, down to what every service runs."""
