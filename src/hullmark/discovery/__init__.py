"""Finds what a repository builds, runs and deploys, and joins it into the image graph."""
