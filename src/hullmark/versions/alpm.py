"""Arch Linux: pacman's ``vercmp``.

Two places of vercmp are not an order, so keys decide them and ``compare`` follows vercmp:
a version without a release *equals* that version with any release (keys: sorts before them).
Separators at the very end of a version, which no package has, are ignored: vercmp runs in a circle
there (``a1`` > ``a.`` > ``a.b`` > ``a1``).
"""

import re

from hullmark.versions.key import Key

_EPOCH = re.compile(r"([0-9]*):")
_SEGMENT = re.compile(r"([^0-9A-Za-z]*)(?:([0-9]+)|([A-Za-z]+))")
_DIRECT_ALPHA, _END, _MORE = range(3)


def key(version: str) -> Key:
    """Return epoch, version and release, the release empty where there is none."""
    epoch = 0
    match = _EPOCH.match(version)
    if match is not None:
        epoch = int(match[1] or 0)
        version = version[match.end() :]
    version, dash, release = version.rpartition("-") if "-" in version else (version, "", "")
    return (epoch, _segments(version), _segments(release) if dash else ())


def compare(left: str, right: str) -> int:
    """Return vercmp's answer: -1, 0 or 1."""
    first, second = key(left), key(right)
    if not (first[2] and second[2]):
        first, second = first[:2], second[:2]
    return (first > second) - (first < second)


def _segments(text: str) -> Key:
    """Return the segments; letters right after a number (``1.0rc``) come before the end."""
    parts: list[int | str] = []
    for separator, number, letters in _SEGMENT.findall(text):
        if number:
            parts += (_MORE, len(separator), 1, int(number))
        elif separator:
            parts += (_MORE, len(separator), 0, letters)
        else:
            parts += (_DIRECT_ALPHA, letters)
    parts.append(_END)
    return tuple(parts)
