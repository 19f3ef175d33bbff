"""Packages of opam."""
