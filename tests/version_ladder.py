"""Asserts a whole ladder of versions at once."""

from itertools import combinations

from hullmark.versions.scheme import compare, key


def ascends(scheme: str, ladder: str) -> None:
    """Assert that every version in a white-space separated text is less than all later ones."""
    for lower, higher in combinations(ladder.split(), 2):
        assert compare(scheme, lower, higher) == -1, f"{lower} < {higher}"
        assert compare(scheme, higher, lower) == 1, f"{higher} > {lower}"


def equals(scheme: str, spellings: str) -> None:
    """Assert that all versions in a white-space separated text are one version with one key."""
    first, *others = spellings.split()
    for other in others:
        assert compare(scheme, first, other) == 0, f"{first} = {other}"
        assert hash(key(scheme, first)) == hash(key(scheme, other))
