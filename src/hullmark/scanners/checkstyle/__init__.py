"""Checkstyle XML of any linter."""
