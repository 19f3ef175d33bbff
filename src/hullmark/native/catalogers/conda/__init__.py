"""Packages of Conda: installed ones, environments, and locks of pixi and conda-lock."""
