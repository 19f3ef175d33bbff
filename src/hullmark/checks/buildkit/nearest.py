"""The name that was probably meant."""

from collections.abc import Iterable

_FARTHEST = 3
"""Edits from which two names are different names."""
_LONGEST = 100


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that is fewer than three edits away; the first of equals."""
    best, distance = "", _FARTHEST
    for each in known:
        if each == name:
            return ""
        if abs(len(each) - len(name)) >= distance or len(each) > _LONGEST:
            continue
        found = _edits(name, each)
        if found < distance:
            best, distance = each, found
    return best


def _edits(one: str, other: str) -> int:
    before = list(range(len(other) + 1))
    for row, char in enumerate(one, 1):
        now = [row]
        for column, against in enumerate(other, 1):
            cost = before[column - 1] + (char != against)
            now.append(min(cost, before[column] + 1, now[-1] + 1))
        before = now
    return before[-1]
