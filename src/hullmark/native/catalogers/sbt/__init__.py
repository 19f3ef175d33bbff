"""sbt: what its lock file declares."""
