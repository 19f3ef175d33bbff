"""Formulae and casks of Homebrew."""
