"""An advisory database that somebody built to mislead is refused, and never computes."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from advisory_feeds import alpine_secdb, debian_tracker, osv_record
from hullmark.advisories.build import build_database
from hullmark.advisories.database import AdvisoryDatabase
from hullmark.advisories.documents import Document
from hullmark.advisories.feeds.alpine import parse_alpine
from hullmark.advisories.feeds.debian_tracker import parse_debian_tracker
from hullmark.advisories.feeds.end_of_life import parse_end_of_life
from hullmark.advisories.feeds.entry import Bad
from hullmark.advisories.feeds.sniff import sniff
from hullmark.advisories.package_index import parse_json_page
from hullmark.kernel.errors import HullmarkError, InputError, NetworkError

_ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Return a database of one record."""
    record = tmp_path / "feed" / "GHSA-aaaa-bbbb-cccc.json"
    record.parent.mkdir()
    record.write_text(json.dumps(osv_record()))
    path = tmp_path / "advisories.db"
    build_database([str(record.parent)], path)
    return path


def _changed(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.execute("VACUUM")


@pytest.mark.parametrize(
    "statements",
    [
        pytest.param(
            (
                "ALTER TABLE meta RENAME TO hidden",
                f"CREATE VIEW meta AS {_ENDLESS} SELECT 'meta' AS key, i AS value FROM n",
            ),
            id="a view that never ends in place of a table",
        ),
        pytest.param(
            (
                "ALTER TABLE ecosystem RENAME TO hidden",
                f"CREATE VIEW ecosystem AS {_ENDLESS} SELECT i AS no, i AS name FROM n",
            ),
            id="endless ecosystems",
        ),
        pytest.param(
            ("CREATE TRIGGER t AFTER INSERT ON score BEGIN DELETE FROM affected; END",),
            id="a trigger",
        ),
        pytest.param(("CREATE VIRTUAL TABLE t USING rtree(a, b, c)",), id="a virtual table"),
        pytest.param(
            tuple(f"CREATE TABLE t{number} (a)" for number in range(200)), id="too many tables"
        ),
    ],
)
def test_a_schema_that_computes_is_refused(database: Path, statements: tuple[str, ...]) -> None:
    """Views, triggers and virtual tables never run: the database is not opened."""
    _changed(database, *statements)
    with pytest.raises(InputError):
        AdvisoryDatabase.open(database)


def _at(offset: int, value: bytes) -> Callable[[bytearray], None]:
    def change(content: bytearray) -> None:
        content[offset : offset + len(value)] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_at(16, b"\x00\x00"), id="page size 0"),
        pytest.param(_at(16, b"\x00\x07"), id="page size 7"),
        pytest.param(_at(16, b"\x00\x01"), id="page size 65,536"),
        pytest.param(_at(20, b"\xff"), id="reserved bytes beyond the page"),
        pytest.param(_at(28, b"\xff\xff\xff\xff"), id="four billion pages"),
        pytest.param(_at(100, b"\x05"), id="the schema's leaf is called interior"),
        pytest.param(_at(103, b"\xff\xff"), id="65,535 cells on the first page"),
        pytest.param(_at(56, b"\x00\x00\x00\x07"), id="unknown text encoding"),
    ],
)
def test_a_lying_header_is_refused(database: Path, change: Callable[[bytearray], None]) -> None:
    """Wrong page sizes, counts and kinds of pages end in a named error, never in a crash."""
    content = bytearray(database.read_bytes())
    change(content)
    database.write_bytes(content)
    with pytest.raises(HullmarkError):
        _ask(database)


@pytest.mark.parametrize("value", ["NULL", "x'ff'"])
def test_a_name_that_is_no_text_is_damage(database: Path, value: str) -> None:
    """Columns hold what they hold, whatever the schema says they may."""
    _changed(
        database,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = replace(sql, ' NOT NULL UNIQUE', '')"
        " WHERE name = 'ecosystem'",
    )
    content = database.read_bytes()
    assert b"PyPI" in content
    _changed(database, f"UPDATE ecosystem SET name = {value}")
    with pytest.raises(InputError):
        _ask(database)


def _ask(path: Path) -> None:
    with closing(AdvisoryDatabase.open(path)) as opened:
        list(opened.packages(opened.ecosystems()))
        opened.affected("PyPI", "demo-package")


@pytest.mark.parametrize("start", [b'{"\xff": 1, ', b'["\xff"]', b'{"result": "\xff"}'])
def test_a_document_that_is_not_utf_8_is_of_no_kind(start: bytes) -> None:
    """Telling feeds apart takes any bytes; the build names what it did not know."""
    assert sniff(Document("x.json", start + b'"affected": []}')) == ""


def test_an_entry_that_is_not_utf_8_costs_only_itself() -> None:
    """The other entries of a tracker's dump are read."""
    tracker = debian_tracker()
    whole = json.dumps(tracker).encode()
    hostile = b'{"aaa": {"CVE-2024-0001": {"releases": {}, "scope": "\xff"}}, ' + whole[1:]
    found = list(parse_debian_tracker("tracker", hostile))
    assert sum(isinstance(entry, Bad) for entry in found) == 1
    assert len(found) == 1 + len(list(parse_debian_tracker("tracker", whole)))


def test_a_package_that_is_not_utf_8_costs_only_itself() -> None:
    """The other packages of an Alpine database are read."""
    whole = json.dumps(alpine_secdb()).encode()
    hostile = whole.replace(b'"packages": [', b'"packages": [{"pkg": {"name": "\xff"}}, ', 1)
    assert hostile != whole
    found = list(parse_alpine("alpine", hostile))
    assert sum(isinstance(entry, Bad) for entry in found) == 1
    assert len(found) == 1 + len(list(parse_alpine("alpine", whole)))


def test_a_cycle_that_is_no_object_is_a_problem() -> None:
    """A list of something else is told, not tripped over."""
    dates, problems = parse_end_of_life("debian.json", ["x", {"cycle": "12", "eol": "2028-06-30"}])
    assert dates == {("debian", "12"): "2028-06-30"}
    assert problems


def test_an_index_that_is_not_utf_8_is_no_index() -> None:
    """An answer of any bytes ends in an error that names the page."""
    for body in (b'{"files": ["\xff"]}', b'{"a":' * 100_000):
        with pytest.raises(NetworkError, match=r"index\.example"):
            parse_json_page(body, "https://index.example/simple/x/")
