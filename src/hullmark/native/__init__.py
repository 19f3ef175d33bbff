"""Our own engine: one pass over the layers, catalogers, matching."""
