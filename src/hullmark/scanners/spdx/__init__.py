"""Bills of materials: its reports, read."""
