"""Haxe libraries."""
