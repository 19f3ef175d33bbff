"""Writers of a pipeline's audit: table, JSON, Markdown."""
