"""Speaks with what hosts a team's repositories: pull requests and code scanning."""
