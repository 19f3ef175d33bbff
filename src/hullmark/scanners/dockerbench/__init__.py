"""docker-bench-security: its reports, read."""
