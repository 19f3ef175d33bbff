"""Gives plain YAML scalars the types that stock Conftest gives them.

Conftest reads YAML 1.1 by Go's rules: ``yes`` and ``on`` are booleans, ``0o17``, ``017`` and
``0x1f`` are numbers, ``12:30`` and ``2024-01-01`` stay text. A rule that compares with ``true``
must see the same value here as there.
"""

import math
import re
from typing import Final, TypeAlias

Scalar: TypeAlias = "str | int | float | bool | None"

_FIXED: Final[dict[str, Scalar]] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE", "y", "Y", "yes", "Yes", "YES"), True),
    **dict.fromkeys(("on", "On", "ON"), True),
    **dict.fromkeys(("false", "False", "FALSE", "n", "N", "no", "No", "NO"), False),
    **dict.fromkeys(("off", "Off", "OFF"), False),
}
_INTEGER = re.compile(r"[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NUMBER_START = frozenset("0123456789+-.")
_DIGITS = 300
"""A longer number is text to us: nobody writes one, and turning it into one costs."""
_LARGEST = 1 << 64


def resolve_plain(text: str) -> Scalar:
    """Return the value of an unquoted scalar."""
    if text in _FIXED:
        return _FIXED[text]
    if text[0] not in _NUMBER_START or len(text) > _DIGITS:
        return text
    return _number(text.replace("_", ""), text)


def resolve_tagged(text: str, tag: str) -> Scalar:
    """Return the value of a scalar whose type is written beside it (``!!str 1``)."""
    match tag.rpartition(":")[2]:
        case "str" | "binary" | "timestamp":
            return text
        case "null":
            return None
        case _:
            return resolve_plain(text) if text else ""


def key_text(value: Scalar, text: str) -> str:
    """Return the text a key becomes in JSON, where every key is a text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    return str(value) if isinstance(value, int) else text


def _number(digits: str, text: str) -> Scalar:
    if _INTEGER.fullmatch(digits):
        sign = -1 if digits[0] == "-" else 1
        body = digits.lstrip("+-").lower()
        if len(body) > 1 and body[0] == "0" and body[1].isdigit():
            body = "0o" + body[1:]
        value = sign * int(body, 0)
        return value if abs(value) < _LARGEST else float(value)
    if _FLOAT.fullmatch(digits):
        fraction = float(digits)
        if math.isfinite(fraction):
            return int(fraction) if fraction.is_integer() and abs(fraction) < 1e15 else fraction
    return text
