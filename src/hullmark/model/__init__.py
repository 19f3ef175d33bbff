"""The nouns of Hullmark: frozen, typed, without I/O or serialisation."""
