"""TruffleHog, versions 2 and 3, and trufflehog3: its reports, read."""
