"""GitLab: its reports, read."""
