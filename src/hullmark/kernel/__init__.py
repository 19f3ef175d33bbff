"""Errors, logging, limits, processes, HTTP, temporary space, clock: the only room with effects."""
