"""SonarQube's generic issues."""
