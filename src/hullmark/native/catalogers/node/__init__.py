"""Node.js: installed packages, and what npm lock files declare."""
