"""The database is opened only when it is one, and is intact."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from advisory_feeds import affected, osv_record, write_dump
from hullmark.advisories.build import build_database
from hullmark.advisories.database import AdvisoryDatabase
from hullmark.advisories.errors import (
    DatabaseDamagedError,
    DatabaseFormatError,
    DatabaseMissingError,
    DatabaseSchemaError,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a small database."""
    many = [
        osv_record(f"X-{n}", affected=[affected("PyPI", "busy", introduced="0", fixed=str(n))])
        for n in range(1, 300)
    ]
    build_database([str(write_dump(tmp_path / "all.zip", osv_record(), *many))], tmp_path / "a.db")
    return tmp_path / "a.db"


def test_lookups(path: Path) -> None:
    """Known packages answer, unknown ones and ecosystems are empty, bulk gives the same."""
    with AdvisoryDatabase.open(path) as database:
        assert len(database.affected("PyPI", "busy")) == 299
        assert database.affected("PyPI", "unknown") == ()
        assert database.affected("npm", "busy") == ()
        keys = [("PyPI", "busy"), ("npm", "busy"), ("PyPI", "unknown"), ("PyPI", "demo-package")]
        assert dict(database.affected_many(keys)) == {
            key: database.affected(*key) for key in (keys[0], keys[3])
        }
        assert set(database.advisories(["X-1", "X-999", "GHSA-aaaa-bbbb-cccc"])) == {
            "X-1",
            "GHSA-aaaa-bbbb-cccc",
        }
        assert database.advisory("nothing") is None
        assert database.aliases("nothing") == ()
        assert database.info.advisories == 300
        assert [s.name for s in database.info.sources]


def test_missing_database(tmp_path: Path) -> None:
    """No file is its own error with a hint."""
    with pytest.raises(DatabaseMissingError) as caught:
        AdvisoryDatabase.open(tmp_path / "none.db")
    assert "hullmark db update" in (caught.value.hint or "")


@pytest.mark.parametrize("content", [b"", b"text", b"\0" * 4096, b"PK\x03\x04" + b"\0" * 200])
def test_other_files_are_refused(content: bytes, tmp_path: Path) -> None:
    """A file that is not SQLite is told by its first bytes."""
    (tmp_path / "a.db").write_bytes(content)
    with pytest.raises(DatabaseFormatError):
        AdvisoryDatabase.open(tmp_path / "a.db")


def test_other_sqlite_is_refused(tmp_path: Path) -> None:
    """An SQLite file of somebody else is not ours."""
    connection = sqlite3.connect(tmp_path / "a.db")
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(DatabaseFormatError):
        AdvisoryDatabase.open(tmp_path / "a.db")


def test_other_schema_is_refused(path: Path) -> None:
    """A database of another layout says so."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(DatabaseSchemaError, match="999"):
        AdvisoryDatabase.open(path)


@pytest.mark.parametrize("keep", [50, 99, 100, 4096, -4096, -1])
def test_truncated_database_is_refused(path: Path, keep: int) -> None:
    """A database that is cut short anywhere is refused at once."""
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(DatabaseDamagedError):
        AdvisoryDatabase.open(path)


def test_corrupt_pages_are_an_error_and_never_a_traceback(path: Path) -> None:
    """Whatever byte is damaged, each call gives an answer or our error."""
    good = path.read_bytes()
    for at in range(100, len(good), max(1, len(good) // 150)):
        broken = bytearray(good)
        broken[at : at + 40] = b"\xff" * len(broken[at : at + 40])
        path.write_bytes(bytes(broken))
        try:
            with AdvisoryDatabase.open(path) as database:
                database.affected("PyPI", "busy")
                database.advisory("X-1")
                database.aliases("CVE-2026-0001")
                database.end_of_life("debian", "12")
                list(database.packages(["PyPI"]))
        except (DatabaseDamagedError, DatabaseFormatError, DatabaseSchemaError):
            continue


def test_thorough_open_finds_damage(path: Path) -> None:
    """The thorough check reads every page."""
    data = bytearray(path.read_bytes())
    data[4096 : 2 * 4096] = b"\xff" * 4096
    path.write_bytes(bytes(data))
    with pytest.raises(DatabaseDamagedError):
        AdvisoryDatabase.open(path, thorough=True)


def test_reading_neither_locks_nor_writes(path: Path) -> None:
    """A reader works beside a writer's lock and in a folder it may not write."""
    locker = sqlite3.connect(path, isolation_level=None)
    locker.execute("BEGIN EXCLUSIVE")
    path.parent.chmod(0o555)
    try:
        with AdvisoryDatabase.open(path) as database:
            assert database.affected("PyPI", "busy")
    finally:
        path.parent.chmod(0o755)
        locker.close()


def test_an_open_reader_survives_replacement(path: Path, tmp_path: Path) -> None:
    """A scan that has the old database open goes on with it while a new one takes its place."""
    with AdvisoryDatabase.open(path) as database:
        build_database(
            [str(write_dump(tmp_path / "new.zip", osv_record("Y-1")))], path, incremental=False
        )
        assert len(database.affected("PyPI", "busy")) == 299
    with AdvisoryDatabase.open(path) as database:
        assert database.affected("PyPI", "busy") == ()


def test_importing_the_reader_is_cheap() -> None:
    """The module loads neither SQLite nor zstd, CVSS, the builder or HTTP."""
    script = (
        "import sys, hullmark.advisories.database;"
        "print([m for m in ('sqlite3', 'zstandard', 'cvss', 'httpx', 'zipfile', 'multiprocessing',"
        " 'hullmark.advisories.build') if m in sys.modules])"
    )
    source = Path(build_database.__code__.co_filename).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(source)},
    )
    assert done.stdout.strip() == "[]"


def test_what_a_notice_fixes_has_its_own_priority(tmp_path: Path) -> None:
    """A flaw that no feed files by itself is known by exploitation, its odds and its ratings."""
    notice = osv_record(
        "DSA-1-1",
        aliases=[],
        related=["CVE-2026-0001", "CVE-2026-0002"],
        affected=[affected("Debian:12", "demo", introduced="0", fixed="1")],
    )
    write_dump(tmp_path / "all.zip", notice)
    (tmp_path / "epss.csv").write_text(
        "cve,epss,percentile\nCVE-2026-0001,0.5,0.9\nCVE-2026-0002,0.1,0.2\n"
    )
    build_database([str(tmp_path / "all.zip"), str(tmp_path / "epss.csv")], tmp_path / "a.db")
    with AdvisoryDatabase.open(tmp_path / "a.db") as database:
        first, second = database.advisory("CVE-2026-0001"), database.advisory("CVE-2026-0002")
        assert first is not None
        assert second is not None
        assert (first.id, first.epss, second.epss) == ("CVE-2026-0001", 0.5, 0.1)
        assert database.advisory("CVE-2026-0009") is None


def test_an_alias_that_no_feed_files_is_known_by_the_record_that_names_it(path: Path) -> None:
    """Its words, its ratings, and the record among its aliases."""
    with AdvisoryDatabase.open(path) as database:
        advisory = database.advisory("CVE-2026-0001")
        assert advisory is not None
        assert advisory.id == "CVE-2026-0001"
        assert "GHSA-aaaa-bbbb-cccc" in advisory.aliases
        assert "CVE-2026-0001" not in advisory.aliases
        assert advisory.summary == "A flaw in demo"
