"""NeuVector: its reports, read."""
