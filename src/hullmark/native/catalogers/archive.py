"""Reads zip archives from a buffer: only wanted members, within bounds, never to disk.

Java archives, eggs and wheels are zips. The standard library's reader builds an object per member;
most of a jar are classes nobody asks for, so the central directory is walked here by itself.
"""

import struct
import zlib
from collections.abc import Iterator

import msgspec

from hullmark.kernel import limits
from hullmark.native.catalogers.record import Buffer, UnreadableFileError

OPENED_RATIO = 8
"""Bytes opened from an archive and all archives in it, per byte of the outermost: every level of a
real ear > war > jar opens about its own size, text members inflate ten-fold but are few."""
OPENED_FLOOR_BYTES = 64 * 1024 * 1024
"""What a small archive may open in any case."""
OPENED_BYTES = 2 * 1024**3
"""What no archive may exceed: about four seconds of inflating."""
TOTAL_MEMBERS = 10 * limits.ARCHIVE_MEMBERS
"""Members of an archive and all archives in it; an application server has about 500,000."""

_END = b"PK\x05\x06"
_END_SIZE = 22
_MAX_COMMENT = 0xFFFF
_LOCATOR64 = b"PK\x06\x07"
_END64 = b"PK\x06\x06"
_CENTRAL = b"PK\x01\x02"
_CENTRAL_SIZE = 46
_FIELDS = struct.Struct("<4s24xHHH")
_TAIL = 4
_CLASS = b"lass"
_LOCAL = b"PK\x03\x04"
_LOCAL_SIZE = 30
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 1
_MASK32, _MASK16 = 0xFFFFFFFF, 0xFFFF


class Member(msgspec.Struct, frozen=True):
    """One wanted entry of the central directory."""

    name: str
    method: int
    flags: int
    packed_bytes: int
    offset: int


class Budget(msgspec.Struct):
    """What may still be opened below one outermost file."""

    opened_bytes: int
    members: int = TOTAL_MEMBERS

    @classmethod
    def of(cls, size: int) -> "Budget":
        """Return the budget of an outermost archive of ``size`` bytes."""
        return cls(min(OPENED_BYTES, max(OPENED_FLOOR_BYTES, OPENED_RATIO * size)))

    def charge(self, size: int) -> None:
        """Count opened bytes.

        Raises:
            UnreadableFileError: More was opened than the outermost archive may hold.
        """
        self.opened_bytes -= size
        if self.opened_bytes < 0:
            raise UnreadableFileError("opens into more bytes than any real archive of its size")


class Archive:
    """A zip in memory; ``wanted`` lists members, ``read`` opens one."""

    __slots__ = ("_base", "_budget", "_data", "_end", "_start")

    def __init__(self, data: Buffer, budget: Budget) -> None:
        """Find the central directory.

        Raises:
            UnreadableFileError: ``data`` is not a zip, or its end is broken.
        """
        self._data = data
        self._budget = budget
        self._start, self._end, self._base = _central_directory(data)

    def wanted(self, suffixes: tuple[bytes, ...]) -> Iterator[Member]:
        """Yield the members whose lower-cased name ends in one of ``suffixes``.

        Suffixes have four bytes or more.

        Raises:
            UnreadableFileError: The directory is broken, or holds too many members.
        """
        directory = self._data[self._start : self._end]
        end = len(directory)
        tails = frozenset(suffix[-_TAIL:] for suffix in suffixes)
        fields = _FIELDS.unpack_from
        at = count = 0
        while at < end:
            if at + _CENTRAL_SIZE > end:
                raise UnreadableFileError("central directory of the zip is cut off")
            signature, name_size, extra_size, comment_size = fields(directory, at)
            if signature != _CENTRAL:
                raise UnreadableFileError("central directory of the zip is broken")
            count += 1
            stop = at + _CENTRAL_SIZE + name_size
            # Nearly all members are classes: four bytes tell before the name is taken out.
            tail = directory[stop - _TAIL : stop]
            if tail != _CLASS and tail.lower() in tails:
                name = directory[at + _CENTRAL_SIZE : stop]
                if name.lower().endswith(suffixes):
                    yield _member(directory, at, name, extra_size)
            at = stop + extra_size + comment_size
            if count > limits.ARCHIVE_MEMBERS:
                raise UnreadableFileError(f"zip has more than {limits.ARCHIVE_MEMBERS} members")
        self._budget.members -= count
        if self._budget.members < 0:
            raise UnreadableFileError(f"zips within have more than {TOTAL_MEMBERS} members")

    def read(self, member: Member, *, limit: int, cut: bool = False) -> bytes:
        """Return the content of a member; with ``cut`` only its first ``limit`` bytes.

        Raises:
            UnreadableFileError: The member is encrypted, broken, packed in a way that Java and
                Python do not know, or larger than ``limit``.
        """
        self._budget.charge(0)
        if member.flags & _ENCRYPTED:
            raise UnreadableFileError(f"'{member.name}' is encrypted")
        packed = self._packed(member)
        if member.method == _STORED:
            content, finished = packed[:limit], len(packed) <= limit
        elif member.method == _DEFLATED:
            content, finished = _inflate(packed, limit=limit, name=member.name)
        else:
            raise UnreadableFileError(
                f"'{member.name}' is packed with method {member.method}, which is not supported"
            )
        if not finished and not cut:
            raise UnreadableFileError(f"'{member.name}' is larger than {limit} bytes")
        self._budget.charge(len(content))
        return content

    def _packed(self, member: Member) -> bytes:
        header = self._base + member.offset
        local = self._data[header : header + _LOCAL_SIZE]
        if len(local) < _LOCAL_SIZE or local[:4] != _LOCAL:
            raise UnreadableFileError(f"'{member.name}' is not where the zip says")
        name_size, extra_size = struct.unpack_from("<HH", local, 26)
        start = header + _LOCAL_SIZE + name_size + extra_size
        end = start + member.packed_bytes
        if end > len(self._data):
            raise UnreadableFileError(f"'{member.name}' is cut off")
        return self._data[start:end]


def _member(directory: bytes, at: int, raw_name: bytes, extra_size: int) -> Member:
    flags, method = struct.unpack_from("<HH", directory, at + 8)
    packed, size = struct.unpack_from("<II", directory, at + 20)
    (offset,) = struct.unpack_from("<I", directory, at + 42)
    if _MASK32 in (packed, size, offset):
        start = at + _CENTRAL_SIZE + len(raw_name)
        extra = directory[start : start + extra_size]
        packed, offset = _wide_fields(extra, size=size, packed=packed, offset=offset)
    return Member(raw_name.decode("utf-8", "replace"), method, flags, packed, offset)


def _wide_fields(extra: bytes, *, size: int, packed: int, offset: int) -> tuple[int, int]:
    """Return packed size and offset from a zip64 extra field, which holds only what overflowed."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        at += 4
        if kind == 1:
            numbers = iter(struct.unpack_from(f"<{min(length, len(extra) - at) // 8}Q", extra, at))
            if size == _MASK32:
                next(numbers, 0)
            if packed == _MASK32:
                packed = next(numbers, packed)
            if offset == _MASK32:
                offset = next(numbers, offset)
            break
        at += length
    return packed, offset


def _central_directory(data: Buffer) -> tuple[int, int, int]:
    """Return start and end of the central directory, and what its offsets are counted from.

    Executable jars have a script before the first member; some builders leave the offsets as they
    were, others move them.
    """
    tail_at = max(0, len(data) - _END_SIZE - _MAX_COMMENT)
    tail = data[tail_at:]
    found = _find_end(tail)
    if found < 0:
        raise UnreadableFileError("not a zip archive, or its end is missing")
    count, size, offset = struct.unpack_from("<HII", tail, found + 10)
    end = tail_at + found
    if count == _MASK16 or _MASK32 in (size, offset):
        end, size, offset = _wide_end(data, end, size=size, offset=offset)
    start = end - size
    base = start - offset
    if base < 0:
        raise UnreadableFileError("central directory of the zip is cut off")
    if size and data[start : start + 4] != _CENTRAL and data[offset : offset + 4] == _CENTRAL:
        start, base = offset, 0
    return start, min(start + size, end), base


def _find_end(tail: bytes) -> int:
    """Return where the end record is, preferring one whose comment reaches to the end."""
    at = last = tail.rfind(_END)
    while at >= 0:
        if at + _END_SIZE <= len(tail):
            (comment,) = struct.unpack_from("<H", tail, at + 20)
            if at + _END_SIZE + comment == len(tail):
                return at
        elif at == last:
            last = tail.rfind(_END, 0, at)
        at = tail.rfind(_END, 0, at)
    return last


def _wide_end(data: Buffer, end: int, *, size: int, offset: int) -> tuple[int, int, int]:
    locator = data[max(0, end - 20) : end]
    if locator[:4] != _LOCATOR64 or len(locator) < 20:  # 0xFFFF members exactly, without zip64
        return end, size, offset
    (wide_at,) = struct.unpack_from("<Q", locator, 8)
    if data[wide_at : wide_at + 4] != _END64:  # offsets were not moved past the script
        wide_at = data.rfind(_END64, max(0, end - 20 - 4096), end)
    record = data[wide_at : wide_at + 56] if wide_at >= 0 else b""
    if len(record) < 56:
        raise UnreadableFileError("zip64 end of the zip is broken")
    size, offset = struct.unpack_from("<QQ", record, 40)
    return wide_at, size, offset


def _inflate(packed: bytes, *, limit: int, name: str) -> tuple[bytes, bool]:
    """Return at most ``limit`` bytes, and whether that is all."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = inflater.decompress(packed, limit + 1)
    except zlib.error as error:
        raise UnreadableFileError(f"'{name}' is broken: {error}") from error
    if len(content) > limit:
        return content[:limit], False
    if not inflater.eof:
        raise UnreadableFileError(f"'{name}' is cut off")
    return content, True
