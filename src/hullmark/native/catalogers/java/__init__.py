"""Java: archives of every kind, nested, and the Maven coordinates they carry."""
