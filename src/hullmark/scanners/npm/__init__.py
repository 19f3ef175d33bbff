"""npm, yarn and pnpm: its reports, read."""
