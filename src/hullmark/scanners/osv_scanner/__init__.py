"""osv-scanner: its reports, read."""
