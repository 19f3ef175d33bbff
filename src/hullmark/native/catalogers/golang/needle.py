"""What the build information of a Go program starts with."""

NEEDLE = b"\xff Go buildinf:"
