"""Package databases that were built to mislead or to exhaust: rpm's three, dpkg's, apk's."""

import contextlib
import sqlite3
import struct
from contextlib import closing

import pytest

from hullmark.kernel.limits import TEXT_LINE_BYTES
from hullmark.native.catalogers.apk.parse_installed import parse_installed
from hullmark.native.catalogers.dpkg.parse_status import STANZA_BYTES, parse_status
from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.rpm.cataloger import RPM
from hullmark.shipped import CATALOGERS
from rpm_builder import bdb_database, header, ndb_database, sqlite_database

_PATHS = {
    "sqlite": "var/lib/rpm/rpmdb.sqlite",
    "ndb": "usr/lib/sysimage/rpm/Packages.db",
    "bdb": "var/lib/rpm/Packages",
}
_HEADERS = [header(f"p{number}", "1", "1", files=(f"/usr/{number}",)) for number in range(40)]


def _rpm(form: str, data: bytes) -> tuple[list[str], str]:
    names: list[str] = []
    try:
        for record in RPM.parse(File(_PATHS[form], data)):
            names += [record.name] if isinstance(record, Package) else []
    except UnreadableFileError as error:
        return names, str(error)
    return names, ""


def _sqlite(*statements: str, page_size: int = 1024) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"PRAGMA page_size = {page_size}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        return connection.serialize()


_ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, i FROM n"


@pytest.mark.parametrize(
    "statements",
    [
        pytest.param(
            ("CREATE TABLE x (hnum, blob)", f"CREATE VIEW Packages AS {_ENDLESS}"),
            id="a view that never ends",
        ),
        pytest.param(
            ("CREATE TABLE Packages (hnum PRIMARY KEY, blob) WITHOUT ROWID",),
            id="a table without row ids",
        ),
        pytest.param(
            ("CREATE TABLE x (a)", "CREATE INDEX Packages ON x (a)"), id="an index of that name"
        ),
        pytest.param(
            (
                "CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, blob)",
                "CREATE TRIGGER t AFTER INSERT ON Packages BEGIN DELETE FROM Packages; END",
                "INSERT INTO Packages (blob) VALUES (zeroblob(100000))",
            ),
            id="a trigger and a blob of zeros",
        ),
        pytest.param(
            (
                "CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, blob)",
                "INSERT INTO Packages (blob) VALUES (NULL), (1), ('text'), (1.5), (x'')",
            ),
            id="rows of every other kind",
        ),
        pytest.param(
            ("CREATE VIRTUAL TABLE Packages USING rtree(id, a, b)",), id="a virtual table"
        ),
    ],
)
def test_sqlite_that_misleads_is_never_run(statements: tuple[str, ...]) -> None:
    """Only stored rows of a stored table are looked at; the schema's SQL is text to us."""
    names, problem = _rpm("sqlite", _sqlite(*statements))
    assert names == []
    assert problem or "rows" in statements[-1] or statements


@pytest.mark.parametrize("size", [0, 1, 2, 3, 256, 511, 513, 1000, 2048, 32_768, 65_535])
def test_a_wrong_page_size_is_told(size: int) -> None:
    """A header that lies about its pages yields no package that is not there."""
    data = bytearray(sqlite_database(_HEADERS))
    data[16:18] = struct.pack(">H", size)
    names, problem = _rpm("sqlite", bytes(data))
    assert problem
    assert set(names) <= {f"p{number}" for number in range(40)}


@pytest.mark.parametrize("reserved", [1, 31, 200, 255])
def test_reserved_bytes_that_are_not_reserved_are_told(reserved: int) -> None:
    """The usable part of a page changes where rows continue."""
    data = bytearray(sqlite_database([header("big", "1", "1", files=tuple(
        f"/usr/share/{number:06}" for number in range(3_000)
    ))]))  # fmt: skip
    data[20] = reserved
    names, problem = _rpm("sqlite", bytes(data))
    assert problem or names == []


def test_pages_in_a_ring_end() -> None:
    """Interior pages that name each other, or themselves, are met once."""
    data = bytearray(sqlite_database(_HEADERS * 40, page_size=512))
    roots = [at for at in range(512, len(data), 512) if data[at] == 5]
    assert roots
    for root in roots:
        data[root + 8 : root + 12] = struct.pack(">I", root // 512 + 1)
    _, problem = _rpm("sqlite", bytes(data))
    assert "loop" in problem or "deep" in problem or "overlap" in problem


def test_one_page_in_many_places_is_read_once() -> None:
    """A tree whose every branch is the same page would be exponential."""
    data = bytearray(sqlite_database(_HEADERS * 40, page_size=512))
    interior = [at for at in range(512, len(data), 512) if data[at] == 5]
    leaf = next(at for at in range(512, len(data), 512) if data[at] == 13)
    for at in interior:
        count = struct.unpack_from(">H", data, at + 3)[0]
        for cell in range(count):
            place = at + struct.unpack_from(">H", data, at + 12 + 2 * cell)[0]
            data[place : place + 4] = struct.pack(">I", leaf // 512 + 1)
    names, problem = _rpm("sqlite", bytes(data))
    assert len(names) < 200_000
    assert problem or names


@pytest.mark.parametrize("form", ["sqlite", "ndb", "bdb"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_database_is_told(form: str, share: float) -> None:
    """Packages before the cut are kept, and the file is named."""
    whole = {"sqlite": sqlite_database, "ndb": ndb_database, "bdb": bdb_database}[form](_HEADERS)
    names, problem = _rpm(form, whole[: int(len(whole) * share)])
    assert problem
    assert len(names) < 40


@pytest.mark.parametrize("tag", [b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x00\x00\x00\x00"])
@pytest.mark.parametrize("at", range(0, 48, 4))
def test_a_header_that_lies_is_told(at: int, tag: bytes) -> None:
    """Counts, offsets and types of an rpm header may say anything."""
    blob = bytearray(_HEADERS[0])
    blob[at : at + 4] = tag
    for form, make in (("sqlite", sqlite_database), ("ndb", ndb_database)):
        names, problem = _rpm(form, make([bytes(blob), _HEADERS[1]]))
        assert "p1" in names or problem


def test_a_stanza_without_end_is_told() -> None:
    """A dpkg stanza beyond any real size costs itself; what follows is read."""
    huge = b"Package: a\nStatus: install ok installed\nVersion: 1\nDescription: "
    data = (
        huge + b"x" * STANZA_BYTES + b"\n\nPackage: b\nStatus: install ok installed\nVersion: 1\n"
    )
    found: list[Package] = []
    with pytest.raises(UnreadableFileError, match="stanza of"):
        found.extend(parse_status(data, type_="deb", always_installed=False))
    assert STANZA_BYTES > TEXT_LINE_BYTES


@pytest.mark.parametrize("count", [1_000, 20_000])
def test_a_large_status_is_read_in_step_with_its_size(count: int) -> None:
    """Every stanza of a large dpkg database is a package."""
    text = "".join(
        f"Package: p{n}\nStatus: install ok installed\nVersion: 1.{n}\nDescription: {'x' * 60}\n\n"
        for n in range(count)
    ).encode()
    assert sum(1 for _ in parse_status(text, type_="deb", always_installed=False)) == count


@pytest.mark.parametrize("count", [1_000, 20_000])
def test_a_large_installed_file_is_read_in_step_with_its_size(count: int) -> None:
    """The same for apk's database and the files it lists."""
    text = "".join(f"P:p{n}\nV:1.{n}-r0\nF:usr/bin\nR:p{n}\n\n" for n in range(count)).encode()
    assert sum(isinstance(each, Package) for each in parse_installed(text)) == count


@pytest.mark.parametrize("data", [b"\n" * 500_000, b"Package: " * 50_000, b"P:\n\n" * 50_000,
                                  b":\n" * 200_000, b"\r\n\r\n" * 200_000])  # fmt: skip
def test_text_of_nothing_ends(data: bytes) -> None:
    """Repetition that parses to nothing is passed over or told."""
    found: list[object] = []
    with contextlib.suppress(UnreadableFileError):
        found.extend(parse_status(data, type_="deb", always_installed=True))
    with contextlib.suppress(UnreadableFileError):
        found.extend(parse_installed(data))
    assert found == []


@pytest.mark.parametrize(
    "name",
    [
        "python-poetry-lock",
        "python-uv-lock",
        "python-pdm-lock",
        "python-pylock",
        "rust-cargo-lock",
        "julia-manifest",
    ],
)
@pytest.mark.parametrize("word", [b"a.", b"[a.", b"'a'.", b"[", b"{a=", b"a=[", b'"""'])
def test_toml_of_endless_keys_is_refused_at_once(name: str, word: bytes) -> None:
    """A key of 200,000 parts, over which the decoder would walk for minutes, is told."""
    (cataloger,) = (each for each in CATALOGERS if each.name == name)
    path = cataloger.globs[0].replace("**/", "app/")
    with pytest.raises(UnreadableFileError):
        list(cataloger.parse(File(path, word * 200_000)))
