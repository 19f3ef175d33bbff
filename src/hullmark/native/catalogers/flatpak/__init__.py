"""Applications that Flatpak installed."""
