"""Tells whether an executable that streams by has a section of a name, keeping 32 KiB of it.

An ELF file has a table of sections whose place its header tells; the names nearly always stand
beside it. PE and Mach-O files have both in their headers.
"""

import struct

_BESIDE_BYTES = 16 * 1024
"""Kept before and behind the start of the table of sections."""
_HEADER_BYTES = 32 * 1024
"""Headers of PE and Mach-O files."""
_MAX_SECTIONS = 1024
_ELF = b"\x7fELF"
_PROGBITS = 1
_WRITE, _ALLOC, _EXEC = 1, 2, 4


class SectionNames:
    """Hears of the pieces of one executable and answers at its end."""

    __slots__ = ("_from", "_head", "_kept", "_table", "_to")

    def __init__(self, head: bytes) -> None:
        """Decide what to keep, from the first page of the file."""
        self._head = head[:64]
        self._kept: list[bytes] = []
        self._table = 0
        if head[:4] != _ELF:
            self._from, self._to = 0, _HEADER_BYTES
            return
        try:
            (self._table,) = struct.unpack_from(
                self._order + ("Q" if self._wide else "I"), head, 40 if self._wide else 32
            )
        except struct.error:
            self._table = 0
        self._from = max(0, self._table - _BESIDE_BYTES)
        self._to = self._table + _BESIDE_BYTES if self._table else 0

    def take(self, piece: bytes, *, at: int) -> None:
        """Keep the wanted part of a piece that stands ``at`` bytes into the file."""
        if at < self._to and at + len(piece) > self._from:
            self._kept.append(piece[max(0, self._from - at) : self._to - at])

    def may_hold(self, name: bytes) -> bool:
        """Tell whether there is a section ``name``; true as well where that cannot be told."""
        kept = b"".join(self._kept)
        if not self._table:
            return name in kept
        try:
            return self._in_table(kept, name)
        except (struct.error, IndexError):
            return False

    @property
    def _wide(self) -> bool:
        return self._head[4:5] == b"\x02"

    @property
    def _order(self) -> str:
        return "<" if self._head[5:6] == b"\x01" else ">"

    def _in_table(self, kept: bytes, name: bytes) -> bool:
        size, count, index = struct.unpack_from(
            self._order + "HHH", self._head, 58 if self._wide else 46
        )
        first = self._table - self._from
        _, _, start, length, _ = self._section(kept, first + index * size)
        low = start - self._from
        if low >= 0 and low + length <= len(kept):
            return b"\0" + name + b"\0" in b"\0" + kept[low : low + length]
        # The names stand elsewhere (a linker put those of symbols between): read-only data that
        # is aligned to nothing is rare enough to be looked at. The first is the interpreter's.
        count = min(count, (len(kept) - first) // size if size else 0, _MAX_SECTIONS)
        sections = [self._section(kept, first + number * size) for number in range(count)]
        return sum(_is_plain_data(section) for section in sections) > 1

    def _section(self, kept: bytes, at: int) -> tuple[int, int, int, int, int]:
        """Return kind, flags, offset, size and alignment."""
        if self._wide:
            _, kind, flags, _, offset, size, _, _, alignment, _ = struct.unpack_from(
                self._order + "IIQQQQIIQQ", kept, at
            )
        else:
            _, kind, flags, _, offset, size, _, _, alignment, _ = struct.unpack_from(
                self._order + "10I", kept, at
            )
        return kind, flags, offset, size, alignment


def _is_plain_data(section: tuple[int, int, int, int, int]) -> bool:
    kind, flags, _, size, alignment = section
    readable = flags & (_WRITE | _ALLOC | _EXEC) == _ALLOC
    return kind == _PROGBITS and readable and size > 0 and alignment <= 1
