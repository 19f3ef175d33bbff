"""detect-secrets: its reports, read."""
