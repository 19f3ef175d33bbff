"""Reads the pipeline that a repository has: who builds, scans, uploads and judges, and when."""
