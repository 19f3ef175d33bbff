"""Reads what PHP's ``serialize`` wrote: numbers, texts and arrays; objects are refused.

https://www.php.net/manual/en/function.serialize.php
"""

from typing import TypeAlias

from hullmark.native.catalogers.record import UnreadableFileError

Value: TypeAlias = "str | dict[str, Value]"
"""Texts and numbers as text, arrays by key."""

_DEPTH = 100
_NUMBER_BYTES = 64


def parse_values(data: bytes) -> Value:
    """Return the value that ``data`` starts with.

    Raises:
        UnreadableFileError: Cut off, nested too deep, or not of this form.
    """
    value, _ = _value(data, 0, depth=0)
    return value


def _value(data: bytes, at: int, *, depth: int) -> tuple[Value, int]:
    kind = data[at : at + 2]
    if kind == b"N;":
        return "", at + 2
    if kind in (b"i:", b"b:", b"d:"):
        return _until(data, at + 2, b";")
    if kind == b"s:":
        return _text(data, at + 2)
    if kind == b"a:":
        return _array(data, at + 2, depth=depth)
    raise UnreadableFileError(f"byte {at} starts no value that PHP serialised")


def _until(data: bytes, at: int, end: bytes) -> tuple[str, int]:
    found = data.find(end, at, at + _NUMBER_BYTES)
    if found < 0:
        raise UnreadableFileError(f"value at byte {at} does not end")
    return data[at:found].decode("ascii", "replace"), found + 1


def _length(data: bytes, at: int) -> tuple[int, int]:
    digits, after = _until(data, at, b":")
    if not digits.isdecimal():
        raise UnreadableFileError(f"length at byte {at} is no number")
    return int(digits), after


def _text(data: bytes, at: int) -> tuple[str, int]:
    length, start = _length(data, at)
    end = start + 1 + length
    if data[start : start + 1] != b'"' or data[end : end + 2] != b'";':
        raise UnreadableFileError(f"text at byte {at} is not as long as it says")
    return data[start + 1 : end].decode("utf-8", "replace"), end + 2


def _array(data: bytes, at: int, *, depth: int) -> tuple[Value, int]:
    if depth >= _DEPTH:
        raise UnreadableFileError(f"arrays are nested deeper than {_DEPTH}")
    count, at = _length(data, at)
    if data[at : at + 1] != b"{":
        raise UnreadableFileError(f"array at byte {at} does not open")
    at += 1
    found: dict[str, Value] = {}
    for _ in range(count):  # each takes bytes, so a count that lies ends with the data
        key, at = _value(data, at, depth=depth + 1)
        value, at = _value(data, at, depth=depth + 1)
        if isinstance(key, str):
            found[key] = value
    if data[at : at + 1] != b"}":
        raise UnreadableFileError(f"array does not close at byte {at}")
    return found, at + 1
