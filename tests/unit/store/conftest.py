"""Stores of both databases, for every test of the room."""

from store_cases import place, postgres, store

__all__ = ["place", "postgres", "store"]
