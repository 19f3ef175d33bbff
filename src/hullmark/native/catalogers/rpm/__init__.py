"""Packages of rpm-based distributions, from each of rpm's three database formats."""
