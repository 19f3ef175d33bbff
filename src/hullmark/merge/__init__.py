"""Makes the claims of many scanners one set of findings: identity, severity, fingerprints."""
