"""Gradle: what its lock files and verification metadata declare."""
