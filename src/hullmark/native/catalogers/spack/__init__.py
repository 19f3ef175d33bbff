"""Packages of Spack."""
