"""Packages of Gleam."""
