"""Ruby: installed gems, and what Bundler's lock files declare."""
