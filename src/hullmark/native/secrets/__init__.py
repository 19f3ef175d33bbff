"""Finds secrets in files, layers and image configurations without ever passing one on."""
