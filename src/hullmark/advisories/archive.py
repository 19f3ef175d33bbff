"""Zip archives of a hundred thousand small documents, read quickly and within bounds.

The standard library spends 20 µs on each member, a third of a whole build; a dump needs only the
central directory, ``stored`` and ``deflate``.
"""

import mmap
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from hullmark.advisories.errors import FeedError, FeedTooLargeError

ARCHIVE_MEMBERS = 4_000_000
"""The largest public dump (npm with malicious packages) has about 250,000."""
MEMBER_BYTES = 64 * 1024 * 1024
"""One uncompressed record; the largest known (kernel advisories) have about 5 MiB."""
ARCHIVE_BYTES = 32 * 1024**3
"""Everything in one archive, uncompressed; all public dumps together hold about 12 GiB."""
ARCHIVE_RATIO = 250
"""Uncompressed per compressed byte over the archive; version lists reach 60."""
RATIO_FREE_BYTES = 256 * 1024 * 1024
"""Below this much output the ratio does not matter."""

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 0x1
_ALL_ONES = 0xFFFFFFFF

Buffer = bytes | mmap.mmap
Inflate = Callable[[bytes, int], bytes]


class Member(NamedTuple):
    """One entry of the central directory."""

    name: str
    method: int
    flags: int
    compressed: int
    size: int
    offset: int
    crc: int


class MemberError(Exception):
    """One member cannot be read; the others can."""


def read_members(
    data: Buffer, source: str, *, step: int = 1
) -> Iterator[tuple[str, bytes | MemberError]]:
    """Yield name and content of every file (or every ``step``-th) in directory order.

    Raises:
        FeedError: It is not a zip archive, or its directory is damaged.
        FeedTooLargeError: Members, bytes or ratio break a bound.
    """
    inflate = _inflater()
    total = 0
    for number, member in enumerate(_directory(data, source)):
        if number % step or member.name.endswith("/"):
            continue
        try:
            content = _content(data, member, inflate)
        except MemberError as error:
            yield member.name, error
            continue
        total += len(content)
        if total > ARCHIVE_BYTES or (
            total > RATIO_FREE_BYTES and total > ARCHIVE_RATIO * len(data)
        ):
            raise FeedTooLargeError(
                f"'{source}' unpacks to more than {total // 1024**2} MiB",
                hint="fetch it again from its publisher",
            )
        yield member.name, content


def count_members(data: Buffer, source: str) -> int:
    """Return how many members the archive says it has.

    Raises:
        FeedError: It is not a zip archive.
    """
    return _end(data, source)[0]


def _directory(data: Buffer, source: str) -> Iterator[Member]:
    entries, start, base = _end(data, source)
    if entries > ARCHIVE_MEMBERS:
        raise FeedTooLargeError(f"'{source}' has {entries:,} members")
    position = start
    limit = len(data)
    for _ in range(entries):
        if position + _CENTRAL.size > limit:
            raise _damaged(source)
        fields = _CENTRAL.unpack_from(data, position)
        if fields[0] != b"PK\x01\x02":
            raise _damaged(source)
        flags, method = fields[3], fields[4]
        crc, compressed, size = fields[7:10]
        name_length, extra_length, comment_length = fields[10:13]
        offset = fields[16]
        position += _CENTRAL.size
        name = data[position : position + name_length]
        position += name_length
        if _ALL_ONES in (compressed, size, offset):
            extra = data[position : position + extra_length]
            size, compressed, offset = _wide(extra, size, compressed, offset)
        position += extra_length + comment_length
        text = name.decode("utf-8" if flags & 0x800 else "cp437", "replace")
        yield Member(text, method, flags, compressed, size, offset + base, crc)


def _end(data: Buffer, source: str) -> tuple[int, int, int]:
    # The end record is the last one; only a comment of up to 65,535 bytes may follow it.
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - _END.size - 65_535))
    if at < 0 or at + _END.size > len(data):
        raise FeedError(f"'{source}' is not a zip archive, or it is cut short")
    fields = _END.unpack_from(data, at)
    entries, size, start = fields[4], fields[5], fields[6]
    locator = at - _LOCATOR64.size
    if locator >= 0 and data[locator : locator + 4] == b"PK\x06\x07":
        at = _LOCATOR64.unpack_from(data, locator)[2]
        if at + _END64.size > len(data) or data[at : at + 4] != b"PK\x06\x06":
            raise _damaged(source)
        wide = _END64.unpack_from(data, at)
        entries, size, start = wide[7], wide[8], wide[9]
    base = at - size - start
    if base < 0:
        raise _damaged(source)
    return entries, start + base, base


def _wide(extra: bytes, size: int, compressed: int, offset: int) -> tuple[int, int, int]:
    position = 0
    while position + 4 <= len(extra):
        tag, length = struct.unpack_from("<HH", extra, position)
        if tag == 1:
            body = extra[position + 4 : position + 4 + length]
            values = iter(struct.unpack(f"<{len(body) // 8}Q", body[: len(body) // 8 * 8]))
            size = next(values, size) if size == _ALL_ONES else size
            compressed = next(values, compressed) if compressed == _ALL_ONES else compressed
            offset = next(values, offset) if offset == _ALL_ONES else offset
            break
        position += 4 + length
    return size, compressed, offset


def _content(data: Buffer, member: Member, inflate: Inflate) -> bytes:
    if member.flags & _ENCRYPTED:
        raise MemberError("encrypted")
    if member.size > MEMBER_BYTES:
        raise MemberError(f"larger than {MEMBER_BYTES // 1024**2} MiB")
    if member.offset + _LOCAL.size > len(data):
        raise MemberError("beyond the end of the archive")
    local = _LOCAL.unpack_from(data, member.offset)
    if local[0] != b"PK\x03\x04":
        raise MemberError("no header where the directory says")
    start = member.offset + _LOCAL.size + local[9] + local[10]
    packed = data[start : start + member.compressed]
    if len(packed) != member.compressed:
        raise MemberError("cut short")
    if member.method == _STORED:
        content = packed
    elif member.method == _DEFLATED:
        content = inflate(packed, member.size)
    else:
        raise MemberError(f"compression method {member.method} is not supported")
    if len(content) != member.size or zlib.crc32(content) != member.crc:
        raise MemberError("checksum differs")
    return content


def _inflater() -> Inflate:
    engine: Any
    try:
        from isal import isal_zlib  # noqa: PLC0415 - optional on some platforms

        engine = isal_zlib
    except ImportError:
        engine = zlib

    def inflate(packed: bytes, size: int) -> bytes:
        stream = engine.decompressobj(-15)
        try:
            # One byte more than announced shows a member that lies about its size.
            return bytes(stream.decompress(packed, size + 1))
        except engine.error as error:
            raise MemberError("damaged compressed data") from error

    return inflate


def _damaged(source: str) -> FeedError:
    return FeedError(
        f"the directory of '{source}' is damaged", hint="fetch it again from its publisher"
    )
