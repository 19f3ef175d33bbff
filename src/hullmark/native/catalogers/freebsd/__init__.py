"""FreeBSD packages."""
