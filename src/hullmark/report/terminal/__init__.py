"""The result as text for people, on terminals of any width."""
