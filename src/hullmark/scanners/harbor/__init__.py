"""Harbor: its reports, read."""
