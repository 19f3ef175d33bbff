"""Kubescape."""
