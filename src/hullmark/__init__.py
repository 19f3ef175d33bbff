"""Hullmark: finds, reads, inventories, matches and judges container images."""

__version__ = "0.1.0"
