"""WordPress, its plugins and themes."""
