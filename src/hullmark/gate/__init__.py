"""Evaluates the evidence and returns a verdict with reasons."""
