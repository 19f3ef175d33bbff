"""ggshield: its reports, read."""
