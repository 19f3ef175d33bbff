"""Signatures and statements beside images: looked for, read, held against a key."""
