"""Packages of Julia."""
