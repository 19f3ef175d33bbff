"""JUnit XML of any scanner."""
