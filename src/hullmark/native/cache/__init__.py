"""What earlier scans read, kept on disk: believed only under this user's own seal."""
