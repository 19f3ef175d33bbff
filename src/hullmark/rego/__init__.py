"""The Rego engine: finds modules, reads METADATA, compiles and asks them, runs their tests."""
