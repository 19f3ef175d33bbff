"""secretlint: its reports, read."""
