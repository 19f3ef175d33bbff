"""CycloneDX 1.6: components with evidence, and what is wrong with them."""
