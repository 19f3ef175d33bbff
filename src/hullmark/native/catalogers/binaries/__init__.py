"""Well-known programs that no package manager installed, told by what is written in them."""
