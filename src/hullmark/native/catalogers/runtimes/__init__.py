"""Files that ask a version manager for a runtime."""
