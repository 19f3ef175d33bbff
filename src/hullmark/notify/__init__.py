"""Tells people what has happened, over whatever service they use."""
