"""roxctl: its reports, read."""
