"""One entry as bytes: a header that says what it is, a seal over all of it, the content.

The seal is a keyed hash. An entry that was cut short, changed, moved to another name, or written
by anybody who does not hold the folder's key does not open.
"""

import contextlib
import hashlib
import hmac
import struct
import zlib
from typing import Any

MAGIC = b"HMCACHE\n"
FORMAT = 1
"""Of the header; entries of another one are not read."""
KEY_BYTES = 32
ENTRY_BYTES = 256 * 1024 * 1024
"""Content of one entry: facts of the largest layers seen stay below 50 MB."""
_SEAL_BYTES = 32
_HEADER = struct.Struct(f">8sHHQ{KEY_BYTES}s")
HEAD_BYTES = _HEADER.size + _SEAL_BYTES
_PLAIN, _DEFLATED = 0, 1
_WORTH_BYTES = 2_048
"""Smaller content is kept as it is."""


class RejectedEntryError(Exception):
    """Raised by ``open_entry`` with the reason; the entry is dropped and nothing is believed."""


def seal_entry(content: bytes, *, key: bytes, secret: bytes) -> bytes:
    """Return the bytes to keep.

    Raises:
        ValueError: The content is larger than ``ENTRY_BYTES``.
    """
    if len(content) > ENTRY_BYTES:
        raise ValueError(f"{len(content)} bytes are too many for one entry")
    body, coding = content, _PLAIN
    if len(content) > _WORTH_BYTES:
        body, coding = _deflate(content), _DEFLATED
    header = _HEADER.pack(MAGIC, FORMAT, coding, len(content), key)
    return header + _seal(header, body, secret) + body


def open_entry(data: bytes, *, key: bytes, secret: bytes) -> bytes:
    """Return the content of an entry that was kept under ``key``.

    Raises:
        RejectedEntryError: It is not intact, not this one, or not sealed with ``secret``.
    """
    if len(data) < HEAD_BYTES:
        raise RejectedEntryError("cut short")
    magic, form, coding, size, stated = _HEADER.unpack_from(data)
    if magic != MAGIC:
        raise RejectedEntryError("not an entry")
    if form != FORMAT or coding not in (_PLAIN, _DEFLATED):
        raise RejectedEntryError(f"of format {form}, not {FORMAT}")
    if size > ENTRY_BYTES:
        raise RejectedEntryError("larger than any entry")
    body = memoryview(data)[HEAD_BYTES:]
    seal = data[_HEADER.size : HEAD_BYTES]
    if stated != key or not hmac.compare_digest(seal, _seal(data[: _HEADER.size], body, secret)):
        raise RejectedEntryError("changed, or sealed by somebody else")
    content = bytes(body) if coding == _PLAIN else _inflate(body, size)
    if len(content) != size:
        raise RejectedEntryError("not as long as it says")
    return content


def _seal(header: bytes, body: bytes | memoryview, secret: bytes) -> bytes:
    hasher = hashlib.blake2b(header, digest_size=_SEAL_BYTES, key=secret, person=b"hullmark-cache")
    hasher.update(body)
    return hasher.digest()


def _deflate(content: bytes) -> bytes:
    try:
        from isal import isal_zlib  # noqa: PLC0415 - optional on rare platforms
    except ImportError:
        return zlib.compress(content, 1)
    packed: bytes = isal_zlib.compress(content, 1)
    return packed


def _inflate(body: memoryview, size: int) -> bytes:
    library: Any = zlib
    with contextlib.suppress(ImportError):
        from isal import isal_zlib as library  # noqa: PLC0415
    try:
        content: bytes = library.decompressobj().decompress(body, size + 1)
    except (zlib.error, library.error) as error:
        raise RejectedEntryError("not compressed as it says") from error
    return content
