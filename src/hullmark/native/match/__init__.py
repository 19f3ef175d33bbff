"""Components against advisories: which are affected, by what, and what could not be told."""
