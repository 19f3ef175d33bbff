"""One folder per external scanner: how to call it, and what its report means."""
