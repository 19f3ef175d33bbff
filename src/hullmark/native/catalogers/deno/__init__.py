"""Packages that Deno locked."""
