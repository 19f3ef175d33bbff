"""Evaluates Rego checks over Dockerfiles, compose, Kubernetes manifests and image settings."""
