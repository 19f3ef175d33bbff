"""gitleaks: its reports, read."""
