"""Encoding of large JSON documents: one list item per line, any string valid.

A document whose long lists stand one item per line can be compared by line and searched with
ordinary tools, and is made in pieces, so that memory holds its bytes but not all of its values.
"""

import contextlib
import gc
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final, TypeVar, cast

import msgspec

T = TypeVar("T")

_CHUNK_ITEMS = 1_000
"""Items turned into values at once: enough to keep the encoder busy, few to hold."""

_ENCODER = msgspec.json.Encoder()
_MARK = b"\x01"
"""A byte that JSON never holds: inside strings it is escaped."""

HOLE: Final = cast("list[Any]", msgspec.Raw(_MARK))
"""Stands for a list of a document that is given out in pieces."""


def lines(items: Iterable[T]) -> list[T]:
    """Encode a list now, one item per line, and return it for use as a field.

    The value stands in for the list in the enclosing value and is already JSON; items must not
    hold such a list themselves.
    """
    return cast("list[T]", msgspec.Raw(b"".join(_pieces(items))))


def in_pieces(document: msgspec.Struct, lists: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    """Yield a document piece by piece; each ``HOLE`` becomes a list, one item per line.

    Args:
        document: The shell; small, it is encoded at once.
        lists: As many as there are holes, in the order in which these are encoded.
    """
    first, *rest = encode_document(document).split(_MARK)
    yield first
    for items, piece in zip(lists, rest, strict=True):
        yield from _pieces(items)
        yield piece


def _pieces(items: Iterable[Any]) -> Iterator[bytes]:
    iterator = iter(items)
    yield b"["
    separator = b"\n"
    with without_collection():
        while chunk := list(islice(iterator, _CHUNK_ITEMS)):
            yield separator
            # JSON escapes line feeds inside strings, so those left are between items.
            yield _encode_lines(chunk)[:-1].replace(b"\n", b",\n")
            separator = b",\n"
    yield b"]" if separator == b"\n" else b"\n]"


@contextlib.contextmanager
def without_collection() -> Iterator[None]:
    """Let nobody look for cycles: reports and results have none.

    Looking costs a quarter of the time of a large report, as the whole result is gone through.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def encode_document(document: msgspec.Struct) -> bytes:
    """Encode a whole document, ended by a line feed."""
    try:
        encoded = _ENCODER.encode(document)
    except UnicodeEncodeError:
        encoded = _ENCODER.encode(_repaired(document))
    return encoded + b"\n"


def repaired(text: str) -> str:
    r"""Return text that can be written as UTF-8.

    Names in an image are bytes; those that are no UTF-8 were read as lone surrogates and are
    shown as ``\xe9``, so that two different names stay different.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        try:
            return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        except UnicodeEncodeError:
            return text.encode("utf-8", "backslashreplace").decode()
    return text


def _encode_lines(items: list[Any]) -> bytes:
    try:
        return _ENCODER.encode_lines(items)
    except UnicodeEncodeError:
        return _ENCODER.encode_lines([_repaired(item) for item in items])


def _repaired(value: Any) -> Any:
    match value:
        case str():
            return repaired(value)
        case list() | tuple():
            return [_repaired(item) for item in value]
        case dict():
            return {repaired(key): _repaired(item) for key, item in value.items()}
        case msgspec.Struct():
            return type(value)(
                **{name: _repaired(getattr(value, name)) for name in value.__struct_fields__}
            )
        case _:
            return value
