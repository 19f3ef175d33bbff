"""RPM's order: epoch, then ``rpmvercmp`` of version and release.

A version without a release is less than the same version with any release, as in ``rpmverCmp``.
"""

import re

from hullmark.versions.key import Key

_EPOCH = re.compile(r"([0-9]*):")
_SEGMENT = re.compile(r"([0-9]+)|([A-Za-z]+)|([~^])")
_TILDE, _END, _CARET, _ALPHA, _NUMBER = range(5)


def key(version: str) -> Key:
    """Return epoch and the segments of version and release, flat; no text is refused."""
    epoch = 0
    match = _EPOCH.match(version)
    if match is not None:
        epoch = int(match[1] or 0)
        version = version[match.end() :]
    version, dash, release = version.rpartition("-") if "-" in version else (version, "", "")
    parts: list[int | str] = [epoch]
    _add(parts, version)
    if dash:
        parts.append(1)
        _add(parts, release)
    else:
        parts.append(0)
    return tuple(parts)


def _add(parts: list[int | str], text: str) -> None:
    for number, letters, mark in _SEGMENT.findall(text):
        if number:
            parts += (_NUMBER, int(number))
        elif letters:
            parts += (_ALPHA, letters)
        else:
            parts.append(_TILDE if mark == "~" else _CARET)
    parts.append(_END)
