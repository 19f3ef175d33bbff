"""One file per feed: its documents as entries of the database."""
