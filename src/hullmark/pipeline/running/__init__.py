"""Runs the scanners that a team trusts, side by side, in quarantine."""
