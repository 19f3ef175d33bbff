"""Packages of Bottlerocket."""
