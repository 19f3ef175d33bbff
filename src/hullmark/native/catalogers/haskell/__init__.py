"""Packages of Hackage."""
