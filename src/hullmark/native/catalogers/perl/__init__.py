"""Distributions of CPAN."""
