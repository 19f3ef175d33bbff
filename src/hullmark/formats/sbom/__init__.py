"""Bills of materials that others wrote: told apart, read, and brought into one neutral form."""
