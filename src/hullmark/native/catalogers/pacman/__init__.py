"""Packages of Arch Linux and its descendants."""
