"""What every scheme returns, and the one bound that all of them share."""

from typing import Any, NoReturn

from hullmark.versions.errors import InvalidVersionError

Key = tuple[Any, ...]
"""Compares with ``<``, ``==`` and ``>`` like the version, within one scheme; hashable."""

MAX_LENGTH = 640
"""Characters of a version. Python may be set to refuse integers above 640 digits, never less;
real versions stay under 200."""


def refuse(scheme: str, version: str, reason: str = "") -> NoReturn:
    """Raise the error that names version and scheme.

    Raises:
        InvalidVersionError: Always.
    """
    shown = version if len(version) <= 80 else f"{version[:77]}..."
    detail = f": {reason}" if reason else ""
    raise InvalidVersionError(
        f"'{shown}' is not a version in the order of {scheme}{detail}",
        hint="the component is listed but not matched; correct the version where it was found",
    )


def encode_digits(digits: str) -> str:
    """Return ASCII digits as text that sorts by value, every leading-zero text before.

    Texts with a leading zero stay as they are and so sort like decimal fractions: the rule of
    Gentoo and Alpine for every number but the first.
    """
    return digits if digits[:1] == "0" else chr(0x3A + len(digits)) + digits
