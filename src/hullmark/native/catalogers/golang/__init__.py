"""Go: the build information that its linker leaves in every executable, and ``go.mod``."""
