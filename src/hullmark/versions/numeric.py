"""CRAN and Hackage: versions that are only numbers."""

import re

from hullmark.versions.key import Key, refuse

_CRAN = re.compile(r"[0-9]+(?:[.-][0-9]+)*")
_HACKAGE = re.compile(r"([0-9]+(?:\.[0-9]+)*)(?:-[0-9A-Za-z-]+)?")
_SEPARATOR = re.compile(r"[.-]")


def cran_key(version: str) -> Key:
    """Return R's ``package_version``: dots and hyphens alike, more numbers are greater.

    Raises:
        InvalidVersionError: It holds something else.
    """
    text = version.strip()
    if _CRAN.fullmatch(text) is None:
        refuse("cran", version)
    return tuple(map(int, _SEPARATOR.split(text)))


def hackage_key(version: str) -> Key:
    """Return Haskell's ``Data.Version``; tags after a hyphen no longer count.

    Raises:
        InvalidVersionError: It holds something else.
    """
    match = _HACKAGE.fullmatch(version.strip())
    if match is None:
        refuse("hackage", version)
    return tuple(map(int, match[1].split(".")))
