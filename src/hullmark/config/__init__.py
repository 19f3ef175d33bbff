"""One frozen Settings from flags, environment, hullmark.toml and defaults."""
