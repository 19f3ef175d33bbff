"""SQLite files, read with a b-tree walk of our own: the rows of one table.

The file format is stable and small where it matters here. Walking it ourselves keeps hostile files
away from a large C library, needs no write-ahead-log surgery on the file's header, works on a
mapped file without a copy, and bounds every step. What a crash left in a ``-wal`` file beside the
database is not seen by any reader of images, which sees one file.
"""

import re
from collections.abc import Iterator

from hullmark.native.catalogers.record import Buffer, UnreadableFileError

ROW_BYTES = 256 * 1024 * 1024
"""One row; the largest real ones are headers of packages with very many files."""
_MAGIC = b"SQLite format 3\0"
_INTERIOR, _LEAF = 5, 13
_DEPTH = 20
"""Levels of a b-tree: five hold 10^12 rows at any page size."""
_COLUMNS = 100
"""Columns of a table that are looked through."""
_DEFINED = re.compile(rb"[(,]\s*[\"`\[]?(\w+)")


def rows_of(content: Buffer, table: str, names: tuple[str, ...]) -> Iterator[list[bytes]]:
    """Yield the named columns of every row, as raw bytes, absent ones empty.

    Raises:
        UnreadableFileError: The file is no SQLite database, is damaged, or has no such table or
            column.
    """
    database = Database(content)
    root, defined = database.find(table)
    try:
        places = [defined.index(name.encode()) for name in names]
    except ValueError as error:
        raise UnreadableFileError(f"table {table} lacks one of {', '.join(names)}") from error
    for payload in database.rows(root):
        values = columns_of(payload, max(places) + 1)
        yield [values[place] for place in places]


class Database:
    """Pages of one file, and how many of them may still be read."""

    def __init__(self, content: Buffer) -> None:
        if len(content) < 512 or content[:16] != _MAGIC:
            raise UnreadableFileError("is not an SQLite database")
        size = int.from_bytes(content[16:18], "big")
        self.size = 65_536 if size == 1 else size
        self.usable = self.size - content[20]
        if self.size < 512 or self.size & (self.size - 1) or self.usable < 480:
            raise UnreadableFileError(f"has pages of {self.size} bytes")
        self.content = content
        self.pages = len(content) // self.size
        self.left = self.pages
        """Every page has one place in one tree, so a sound file reads none of them twice."""

    def find(self, table: str) -> tuple[int, list[bytes]]:
        """Return the root page of a table and the names of its columns, in order.

        Raises:
            UnreadableFileError: There is no such table.
        """
        found: tuple[int, list[bytes]] | None = None
        for payload in self.rows(1):
            values = columns_of(payload, 5)
            if values[:2] == [b"table", table.encode()]:
                root = int.from_bytes(values[3], "big")
                found = root, _DEFINED.findall(values[4][:65_536])[:_COLUMNS]
        if found is None or not found[0]:
            raise UnreadableFileError(f"has no table {table}")
        return found

    def page(self, number: int) -> bytes:
        """Return one page by its number, which counts from 1."""
        if not 1 <= number <= self.pages:
            raise UnreadableFileError(f"refers to page {number} of {self.pages}")
        self.left -= 1
        if self.left < 0:
            raise UnreadableFileError("has a loop in its pages")
        start = (number - 1) * self.size
        return self.content[start : start + self.usable]

    def rows(self, root: int, depth: int = 0) -> Iterator[bytes]:
        """Yield the payload of every row below ``root``, in order of the row ids."""
        if depth > _DEPTH:
            raise UnreadableFileError("has a b-tree that is too deep")
        page = self.page(root)
        start = 100 if root == 1 else 0
        kind = page[start]
        count = _u16(page, start + 3)
        pointers = start + (12 if kind == _INTERIOR else 8)
        if kind not in {_INTERIOR, _LEAF} or pointers + 2 * count > len(page):
            raise UnreadableFileError(f"page {root} is no page of a table")
        room = self.usable
        for index in range(count):
            cell = _u16(page, pointers + 2 * index)
            if kind == _LEAF:
                payload, used = self._payload(page, cell)
                room -= used
                if room < 0:
                    raise UnreadableFileError(f"page {root} has rows that overlap")
                yield payload
            else:
                yield from self.rows(_u32(page, cell), depth + 1)
        if kind == _INTERIOR:
            yield from self.rows(_u32(page, start + 8), depth + 1)

    def _payload(self, page: bytes, cell: int) -> tuple[bytes, int]:
        """Return a row, and how many bytes of the leaf it takes; overflow pages hold the rest."""
        length, at = _varint(page, cell)
        _, at = _varint(page, at)
        if length > ROW_BYTES or length > len(self.content):
            raise UnreadableFileError(f"has a row of {length} bytes")
        most = self.usable - 35
        if length <= most:
            local = length
        else:
            least = (self.usable - 12) * 32 // 255 - 23
            local = least + (length - least) % (self.usable - 4)
            if local > most:
                local = least
        if at + local > len(page):
            raise UnreadableFileError("has a row that leaves its page")
        if local == length:
            return page[at : at + local], at + local - cell
        whole = self._overflow(page[at : at + local], length, _u32(page, at + local))
        return whole, at + local - cell

    def _overflow(self, head: bytes, length: int, number: int) -> bytes:
        parts, missing = [head], length - len(head)
        while missing > 0:
            page = self.page(number)
            parts.append(page[4 : 4 + missing])
            missing -= len(page) - 4
            number = _u32(page, 0)
        if number:
            raise UnreadableFileError("has a row whose chain of pages does not end with it")
        return b"".join(parts)


def columns_of(payload: bytes, wanted: int) -> list[bytes]:
    """Return the first columns of a row as raw bytes, absent ones empty."""
    header, at = _varint(payload, 0)
    if header > len(payload):
        raise UnreadableFileError("has a row whose header leaves it")
    values: list[bytes] = []
    start = header
    while at < header and len(values) < wanted:
        kind, at = _varint(payload, at)
        size = (kind - 12) // 2 if kind >= 12 else (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0)[kind]
        if start + size > len(payload):
            raise UnreadableFileError("has a row whose columns leave it")
        # Kinds 8 and 9 are the numbers 0 and 1 without bytes of their own.
        values.append(b"\1" if kind == 9 else payload[start : start + size])
        start += size
    return values + [b""] * (wanted - len(values))


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for index in range(9):
        if at + index >= len(data):
            break
        byte = data[at + index]
        if index == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + index + 1
    raise UnreadableFileError("has a number that leaves its page")


def _u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "big")


def _u32(data: bytes, at: int) -> int:
    if at + 4 > len(data):
        raise UnreadableFileError("has a pointer that leaves its page")
    return int.from_bytes(data[at : at + 4], "big")
