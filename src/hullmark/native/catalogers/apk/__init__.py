"""Packages of Alpine, Wolfi, Chainguard and others that use apk."""
