"""Says what happens in which order; one use case per file."""
