"""JFrog Xray: its reports, read."""
