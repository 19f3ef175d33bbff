"""Packages: the Berkeley DB hash of rpm before 4.16, header blobs as values.

Only what rpm writes is read: hash pages with pairs of key and value, and chains of overflow pages
for values that do not fit. The hash itself is not needed, as every pair is wanted.
"""

import struct
from collections.abc import Iterator

from hullmark.native.catalogers.record import Buffer, UnreadableFileError
from hullmark.native.catalogers.rpm.header import DATA_BYTES

_HASH_MAGIC = 0x061561
_UNSORTED, _OVERFLOW, _SORTED = 2, 7, 13
_ON_PAGE, _OFF_PAGE = 1, 3
_HEAD = 26
"""Bytes before the index of a page: LSN, numbers of three pages, entries, offset, level, type."""


def read_headers(content: Buffer) -> Iterator[bytes]:
    """Yield every value but the counter that rpm keeps under key 0.

    Raises:
        UnreadableFileError: The file is no such database or is damaged.
    """
    order, size = _meta(content)
    last = len(content) // size
    left = last
    for number in range(1, last):
        page = content[number * size : (number + 1) * size]
        if page[25] not in {_UNSORTED, _SORTED}:
            continue
        for key, value in _pairs(page, order):
            if value[0] == _OFF_PAGE and len(value) >= 12:
                first, length = struct.unpack_from(f"{order}2I", value, 4)
                blob = _chain(content, order, size, first, length)
                left -= -(-length // size)
            elif value[0] == _ON_PAGE and key.strip(b"\0"):
                blob = value[1:]
            else:
                continue
            if left < 0:
                raise UnreadableFileError("has values that share their pages")
            yield blob


def _meta(content: Buffer) -> tuple[str, int]:
    """Return byte order and page size."""
    if len(content) < 512:
        raise UnreadableFileError("is not a Berkeley DB database")
    for order in ("<", ">"):
        (magic,) = struct.unpack_from(f"{order}I", content, 12)
        if magic != _HASH_MAGIC:
            continue
        (size,) = struct.unpack_from(f"{order}I", content, 20)
        if size < 512 or size > 65_536 or size & (size - 1):
            raise UnreadableFileError(f"has pages of {size} bytes")
        if content[24]:
            raise UnreadableFileError("is an encrypted database")
        return order, size
    raise UnreadableFileError("is not a Berkeley DB hash")


def _pairs(page: bytes, order: str) -> Iterator[tuple[bytes, bytes]]:
    """Yield key and value of each pair, values with their type byte."""
    (entries,) = struct.unpack_from(f"{order}H", page, 20)
    if _HEAD + 2 * entries > len(page) or entries % 2:
        raise UnreadableFileError(f"has a page of {entries} entries")
    offsets = struct.unpack_from(f"{order}{entries}H", page, _HEAD)
    # Items fill the page from its end towards its start.
    end = len(page)
    for index in range(0, entries, 2):
        key, value = offsets[index], offsets[index + 1]
        if not _HEAD <= value < key < end <= len(page):
            raise UnreadableFileError("has an entry that leaves its page")
        yield page[key + 1 : end], page[value:key]
        end = value


def _chain(content: Buffer, order: str, size: int, first: int, length: int) -> bytes:
    if length > DATA_BYTES or length > len(content):
        raise UnreadableFileError(f"has a value of {length} bytes")
    parts: list[bytes] = []
    number, missing = first, length
    for _ in range(length // (size - _HEAD) + 2):
        page = content[number * size : (number + 1) * size]
        if not number or len(page) < size or page[25] != _OVERFLOW:
            raise UnreadableFileError(f"refers to page {number}, which is no overflow page")
        (used,) = struct.unpack_from(f"{order}H", page, 22)
        part = page[_HEAD : _HEAD + min(used, missing)]
        parts.append(part)
        missing -= len(part)
        (number,) = struct.unpack_from(f"{order}I", page, 16)
        if missing <= 0:
            return b"".join(parts)
    raise UnreadableFileError("has a value whose chain of pages does not end")
