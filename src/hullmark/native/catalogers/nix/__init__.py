"""Nix: the store's own list of what is in it."""
