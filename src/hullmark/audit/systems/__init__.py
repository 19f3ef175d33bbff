"""Systems other than GitHub and GitLab, and runners that are called like make: one file each."""
