"""Packages of Gentoo and its descendants."""
