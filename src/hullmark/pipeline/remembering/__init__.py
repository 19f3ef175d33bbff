"""What is kept of scans and asked of it later: history, trends, who is affected, re-matching."""
