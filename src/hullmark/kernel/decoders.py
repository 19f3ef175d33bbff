"""One msgspec decoder per type, made by one thread at a time.

msgspec looks into a type when it is first decoded, and lets other threads decode with what it has
seen so far: two threads that meet a type for the first time at the same moment crash the
interpreter. Whatever may run in a worker decodes through here.
"""

import threading
from typing import Any, TypeVar

import msgspec

_T = TypeVar("_T")
_json: dict[Any, Any] = {}
_msgpack: dict[Any, Any] = {}
_lock = threading.Lock()
"""One for both: types share the types of their fields."""


def json_decoder(as_: type[_T]) -> "msgspec.json.Decoder[_T]":
    """Return the decoder of JSON documents of a type."""
    found: msgspec.json.Decoder[_T] | None = _json.get(as_)
    if found is None:
        with _lock:
            found = _json[as_] = msgspec.json.Decoder(as_)
    return found


def msgpack_decoder(as_: type[_T]) -> "msgspec.msgpack.Decoder[_T]":
    """Return the decoder of our own binary entries of a type."""
    found: msgspec.msgpack.Decoder[_T] | None = _msgpack.get(as_)
    if found is None:
        with _lock:
            found = _msgpack[as_] = msgspec.msgpack.Decoder(as_)
    return found
