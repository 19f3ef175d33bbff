"""What a scan does with one image: build it, match it, look at its configuration and secrets."""
