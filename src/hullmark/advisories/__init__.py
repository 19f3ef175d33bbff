"""What is known to be vulnerable: build, update, look up."""
