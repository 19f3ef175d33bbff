"""Registries and fleets: its reports, read."""
