"""hadolint: its reports, read."""
