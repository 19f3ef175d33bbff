"""CycloneDX: its reports, read."""
