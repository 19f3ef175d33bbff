"""Rust: crates built into executables, and what Cargo's files declare."""
