"""Amazon Web Services: its reports, read."""
