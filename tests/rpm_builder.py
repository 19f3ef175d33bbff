"""Builds rpm headers and the three databases they stand in, bit by bit, for tests."""

import sqlite3
import struct

_INT32, _STRING, _STRINGS = 4, 6, 8


def header(
    name: str,
    version: str,
    release: str,
    *,
    epoch: int | None = None,
    arch: str = "x86_64",
    source: str = "",
    modularity: str = "",
    files: tuple[str, ...] = (),
) -> bytes:
    """Return a header blob as rpm stores it."""
    folders = list(dict.fromkeys(path.rpartition("/")[0] + "/" for path in files))
    tags: list[tuple[int, int, int, bytes]] = [
        (1000, _STRING, 1, _text(name)),
        (1001, _STRING, 1, _text(version)),
        (1002, _STRING, 1, _text(release)),
        (1011, _STRING, 1, _text("Example")),
        (1014, 9, 1, _text("MIT")),
        (1022, _STRING, 1, _text(arch)),
    ]
    if epoch is not None:
        tags.append((1003, _INT32, 1, struct.pack(">I", epoch)))
    if source:
        tags.append((1044, _STRING, 1, _text(source)))
    if modularity:
        tags.append((5096, _STRING, 1, _text(modularity)))
    if files:
        indexes = [folders.index(path.rpartition("/")[0] + "/") for path in files]
        names = [path.rpartition("/")[2] for path in files]
        tags.append((1116, _INT32, len(files), struct.pack(f">{len(files)}I", *indexes)))
        tags.append((1117, _STRINGS, len(files), b"".join(map(_text, names))))
        tags.append((1118, _STRINGS, len(folders), b"".join(map(_text, folders))))
    index, data = b"", b""
    for tag, type_, count, value in sorted(tags):
        if type_ == _INT32:
            data += b"\0" * (-len(data) % 4)
        index += struct.pack(">4I", tag, type_, len(data), count)
        data += value
    return struct.pack(">2I", len(tags), len(data)) + index + data


def sqlite_database(headers: list[bytes], *, page_size: int = 4096) -> bytes:
    """Return rpmdb.sqlite with these headers, written by SQLite itself, marked as in WAL mode."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(f"PRAGMA page_size = {page_size}")
        connection.execute("CREATE TABLE Name (hnum INTEGER, key TEXT)")
        connection.execute("CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, blob BLOB NOT NULL)")
        connection.executemany("INSERT INTO Packages (blob) VALUES (?)", [(h,) for h in headers])
        connection.commit()
        whole = bytearray(connection.serialize())
    finally:
        connection.close()
    whole[18:20] = b"\2\2"
    return bytes(whole)


def ndb_database(headers: list[bytes]) -> bytes:
    """Return Packages.db with these headers and one free slot."""
    slots = [struct.pack("<4s3I", b"Slot", 0, 0, 0)]
    blobs = b""
    for number, blob in enumerate(headers, 1):
        block = (4096 + len(blobs)) // 16
        whole = struct.pack("<4s3I", b"BlbS", number, 1, len(blob)) + blob
        whole += b"\0" * (-len(whole) % 16)
        slots.append(struct.pack("<4s3I", b"Slot", number, block, len(whole) // 16))
        blobs += whole
    head = struct.pack("<4s7I", b"RpmP", 0, 1, 1, len(headers) + 1, 0, 0, 0)
    page = head + b"".join(slots)
    free = struct.pack("<4s3I", b"Slot", 0, 0, 0)
    return page + free * ((4096 - len(page)) // 16) + blobs


def bdb_database(headers: list[bytes], *, order: str = "<", page_size: int = 4096) -> bytes:
    """Return Packages as a hash: the first header on the page, others on overflow pages."""
    pages: list[bytes] = []
    items: list[bytes] = [b"\1" + struct.pack(f"{order}I", 0), b"\1" + b"\0\0\0\7"]
    for number, blob in enumerate(headers, 1):
        items.append(b"\1" + struct.pack(f"{order}I", number))
        if number == 1 and len(blob) < page_size // 2:
            items.append(b"\1" + blob)
            continue
        first = 2 + len(pages)
        items.append(struct.pack(f"{order}B3x2I", 3, first, len(blob)))
        room = page_size - 26
        parts = [blob[at : at + room] for at in range(0, len(blob), room)]
        for index, part in enumerate(parts):
            following = first + index + 1 if index + 1 < len(parts) else 0
            page = _bdb_head(order, first + index, following, 1, len(part), 7) + part
            pages.append(page.ljust(page_size, b"\0"))
    meta = struct.pack(f"{order}12x3I", 0x061561, 9, page_size) + b"\0\x08"
    return b"".join([meta.ljust(page_size, b"\0"), _bdb_hash_page(items, order, page_size), *pages])


def _bdb_hash_page(items: list[bytes], order: str, page_size: int) -> bytes:
    page = bytearray(page_size)
    end, offsets = page_size, []
    for item in items:
        end -= len(item)
        page[end : end + len(item)] = item
        offsets.append(end)
    page[:26] = _bdb_head(order, 1, 0, len(items), end, 13)
    page[26 : 26 + 2 * len(items)] = struct.pack(f"{order}{len(items)}H", *offsets)
    return bytes(page)


def _bdb_head(
    order: str, number: int, following: int, entries: int, free: int, type_: int
) -> bytes:
    return struct.pack(f"{order}8x3I2H2B", number, 0, following, entries, free, 0, type_)


def _text(value: str) -> bytes:
    return value.encode() + b"\0"
