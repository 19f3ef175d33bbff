"""Python: installed distributions, and what requirements and lock files declare."""
