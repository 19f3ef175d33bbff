"""Gentoo: the Package Manager Specification's version comparison (algorithms 3.1 to 3.7)."""

import re

from hullmark.versions.key import Key, encode_digits, refuse

_VERSION = re.compile(
    r"([0-9]+)((?:\.[0-9]+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|p)[0-9]*)*)(?:-r([0-9]+))?"
)
_SUFFIX = re.compile(r"_([a-z]+)([0-9]*)")
_SUFFIXES = {"alpha": 0, "beta": 1, "pre": 2, "rc": 3, "p": 5}
_END = 4


def key(version: str) -> Key:
    """Return numbers, letter, suffixes and revision.

    Raises:
        InvalidVersionError: The specification does not allow this version.
    """
    match = _VERSION.fullmatch(version)
    if match is None:
        refuse("gentoo", version)
    first, others, letter, suffixes, revision = match.groups()
    return (
        int(first),
        tuple(_component(digits) for digits in others.split(".")[1:]),
        letter,
        _suffix_key(suffixes),
        int(revision or 0),
    )


def _component(digits: str) -> str:
    """Return a number after the first: with a leading zero it is a decimal fraction."""
    return digits.rstrip("0") if digits[0] == "0" else encode_digits(digits)


def _suffix_key(suffixes: str) -> Key:
    parts = [n for name, digits in _SUFFIX.findall(suffixes) for n in (_SUFFIXES[name], digits)]
    return (*(int(part or 0) for part in parts), _END)
