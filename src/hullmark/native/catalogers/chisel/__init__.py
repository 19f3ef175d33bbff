"""Slices of Ubuntu packages that Chisel cut into an image."""
