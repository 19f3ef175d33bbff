"""The starter set: the most exploited few hundred vulnerabilities, facts only, in the package."""
