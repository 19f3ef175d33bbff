"""Files in which other scanners keep what is accepted: written from our entries, and read back."""
