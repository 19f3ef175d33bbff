"""Makes claims into findings: identity, aliases, severity, fingerprints."""
