"""One door to every version scheme: a comparable key per version, computed once and cached."""
