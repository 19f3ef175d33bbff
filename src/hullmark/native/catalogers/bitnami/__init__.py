"""Components that Bitnami wrote down in its images."""
