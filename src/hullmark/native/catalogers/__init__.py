"""Our finders of components, one folder per ecosystem."""
