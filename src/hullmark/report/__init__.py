"""One writer per format, pure ScanResult to bytes."""
