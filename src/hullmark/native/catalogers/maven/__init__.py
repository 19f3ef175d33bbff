"""Maven: what projects declare."""
