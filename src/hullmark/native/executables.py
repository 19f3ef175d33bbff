"""Finds needles and sections in an executable that streams by.

For needles only the part that ``debug/buildinfo`` itself would search is kept: for ELF the writable
segments, for PE and Mach-O the whole file. A 60 MB binary so costs its data segment, not itself.
"""

import struct
from collections.abc import Callable, Mapping

from hullmark.native.section_names import SectionNames

WINDOW_BYTES = 4 * 1024 * 1024
"""Most bytes handed on from a needle; real build information stays under 200 KiB."""
_HEADER_BYTES = 4096
"""Program headers of real executables end well within the first page."""
_MAX_SEGMENTS = 64

_ELF = b"\x7fELF"
_MACHO = frozenset(
    (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe")
)


def is_executable(head: bytes) -> bool:
    """Tell an ELF, PE or Mach-O file by its first bytes."""
    if head[:4] == _ELF:
        return True
    if head[:2] == b"MZ":
        return True
    magic = head[:4]
    if magic in _MACHO:
        return True
    # Java classes share the fat Mach-O magic; their "count" is a version number of 45 or more.
    return magic == b"\xca\xfe\xba\xbe" and int.from_bytes(head[4:8], "big") < 30


class NeedleSink:
    """Looks for needles and sections in one executable while it is walked over.

    Args:
        needles: Byte strings, each with the alignment at which it counts.
        report: Called at the end with the needle that was met first and what follows it.
        sections: Names of sections, looked for where no needle is met.
        section: Called at the end for each section that seems to be there.
    """

    __slots__ = (
        "_at",
        "_found",
        "_header",
        "_kept",
        "_kept_at",
        "_longest",
        "_names",
        "_needles",
        "_ranges",
        "_report",
        "_section",
        "_sections",
    )

    def __init__(
        self,
        needles: Mapping[bytes, int],
        report: Callable[[bytes, bytes], None],
        *,
        sections: tuple[bytes, ...] = (),
        section: Callable[[bytes], None] = lambda _: None,
    ) -> None:
        self._needles = needles
        self._longest = max(map(len, needles), default=0)
        self._report = report
        self._sections = sections
        self._section = section
        self._names: SectionNames | None = None
        self._at = 0
        self._header: bytes | None = b""
        self._ranges: list[tuple[int, int]] = []
        self._kept = bytearray()
        self._kept_at = 0
        self._found: bytes | None = None

    def feed(self, piece: bytes) -> None:
        """Take the next piece of the file."""
        if self._header is not None:
            self._header += piece
            if len(self._header) < _HEADER_BYTES:
                return
            piece = self._start()
        self._search(piece)

    def close(self) -> None:
        """Search what is left and report."""
        if self._header is not None:
            self._search(self._start())
        if self._found is not None:
            self._report(self._found, bytes(self._kept[:WINDOW_BYTES]))
        elif self._names is not None:
            for name in self._sections:
                if self._names.may_hold(name):
                    self._section(name)

    def _start(self) -> bytes:
        """Return the header, read."""
        head, self._header = self._header or b"", None
        self._ranges = _data_ranges(head) if self._needles else []
        self._names = SectionNames(head) if self._sections else None
        return head

    def _search(self, piece: bytes) -> None:
        start, self._at = self._at, self._at + len(piece)
        if self._names is not None:
            self._names.take(piece, at=start)
        for low, high in self._ranges:
            first, last = max(low, start), min(high, self._at)
            if first < last:
                self._take(piece[first - start : last - start], at=first)

    def _take(self, part: bytes, *, at: int) -> None:
        if self._found is not None:
            if len(self._kept) < WINDOW_BYTES:
                self._kept += part
            return
        if self._kept_at + len(self._kept) != at:
            self._kept, self._kept_at = bytearray(), at
        self._kept += part
        for needle, alignment in self._needles.items():
            hit = self._kept.find(needle)
            while hit >= 0 and (self._kept_at + hit) % alignment:
                hit = self._kept.find(needle, hit + 1)
            if hit >= 0:
                self._found = needle
                del self._kept[:hit]
                return
        tail = min(len(self._kept), self._longest - 1)
        self._kept_at += len(self._kept) - tail
        self._kept = self._kept[len(self._kept) - tail :]


def _data_ranges(head: bytes) -> list[tuple[int, int]]:
    """Return the file ranges worth searching, from the first page of the file."""
    if head[:4] != _ELF:
        return [(0, 1 << 62)]
    try:
        return _writable_segments(head)
    except (struct.error, IndexError):
        return []


def _writable_segments(head: bytes) -> list[tuple[int, int]]:
    order = "<" if head[5] == 1 else ">"
    wide = head[4] == 2
    if wide:
        table, size, count = (
            *struct.unpack_from(order + "Q", head, 32),
            *struct.unpack_from(order + "HH", head, 54),
        )
    else:
        table, size, count = (
            *struct.unpack_from(order + "I", head, 28),
            *struct.unpack_from(order + "HH", head, 42),
        )
    ranges = []
    for index in range(min(count, _MAX_SEGMENTS)):
        at = table + index * size
        if at + size > len(head):
            break
        if wide:
            kind, flags, offset, _, _, length = struct.unpack_from(order + "IIQQQQ", head, at)
        else:
            kind, offset, _, _, length, _, flags = struct.unpack_from(order + "IIIIIII", head, at)
        if kind == 1 and flags & 2:
            ranges.append((offset, offset + length))
    return ranges
