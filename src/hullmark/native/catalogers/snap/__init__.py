"""Snaps, and the Debian packages that were put into them."""
