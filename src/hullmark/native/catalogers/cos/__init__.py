"""Container-Optimized OS: its list of packages."""
