"""Evaluates Rego checks over Dockerfiles, compose files, Kubernetes manifests and image settings."""
