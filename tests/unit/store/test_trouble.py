"""Stores that are damaged, foreign, locked, full or gone: clear errors, nothing half-stored."""

import resource
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from hullmark.config.settings import Settings
from hullmark.model.ledger import Status
from hullmark.pipeline.remembering.memory import opened_store, remember
from hullmark.pipeline.remembering.upkeep import check, describe
from hullmark.store.connection import Store
from hullmark.store.errors import (
    BusyStoreError,
    DamagedStoreError,
    ForeignStoreError,
    StoreConnectionError,
    StoreUnavailableError,
)
from hullmark.store.open import open_store
from hullmark.store.place import Place, WrongPlaceError, place_of, without_password
from hullmark.store.record import record_scan
from hullmark.store.sqlite import SqliteStore
from hullmark.store.upkeep import problems
from postgres_server import PostgresServer
from store_cases import flaw, lineage, package, result

GIVEN = result([flaw("CVE-1", package("a"))], components=[package("a")])


def test_a_file_of_another_program_is_not_touched(tmp_path: Path) -> None:
    """Text, a foreign database and a folder are refused."""
    text, foreign = tmp_path / "notes.txt", tmp_path / "foreign.db"
    text.write_text("dear diary")
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE mine (x)")
    connection.close()
    before = foreign.read_bytes()
    for path in (text, foreign, tmp_path):
        with pytest.raises(ForeignStoreError):
            open_store(Place(path=path))
    assert (text.read_text(), foreign.read_bytes()) == ("dear diary", before)


def test_a_store_with_triggers_is_not_believed(tmp_path: Path) -> None:
    """A layout that computes may have come with someone's repository."""
    open_store(Place(path=tmp_path / "store.db")).close()
    with sqlite3.connect(tmp_path / "store.db") as connection:
        connection.execute("CREATE TRIGGER t AFTER INSERT ON scan BEGIN DELETE FROM scan; END")
    connection.close()
    with pytest.raises(ForeignStoreError):
        open_store(Place(path=tmp_path / "store.db"))


def test_damaged_pages_are_found(tmp_path: Path) -> None:
    """Bytes that were overwritten are told by check, or by whatever reads them."""
    path = tmp_path / "store.db"
    store = open_store(Place(path=path))
    many = [package(f"p{n}") for n in range(300)]
    given = result([flaw(f"CVE-{n}", each) for n, each in enumerate(many)], components=many)
    record_scan(store, given, lineages=lineage(given))
    store.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    data = bytearray(path.read_bytes())
    for at in range(20 * 4096, len(data), 4096):
        data[at : at + 64] = b"\xff" * 64
    path.write_bytes(data)
    with pytest.raises(DamagedStoreError):
        _read_all(path, lineage(given))


def _read_all(path: Path, lineages: list[str]) -> None:
    store = SqliteStore(path)
    try:
        assert list(problems(store))
        record_scan(store, result([], at=9), lineages=lineages)
    finally:
        store.close()


def test_a_store_that_is_cut_short_is_an_error(tmp_path: Path) -> None:
    """Half a file is no store, and an empty file is a new one."""
    path = tmp_path / "store.db"
    open_store(Place(path=path)).close()
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(DamagedStoreError):
        open_store(Place(path=path))
    path.write_bytes(b"")
    open_store(Place(path=path)).close()


def test_a_locked_store_is_waited_for_and_then_told(tmp_path: Path) -> None:
    """Another process that holds the lock does not hang us."""
    path = tmp_path / "store.db"
    open_store(Place(path=path)).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        store = SqliteStore(path, wait_s=0.1)
        with pytest.raises(BusyStoreError):
            record_scan(store, GIVEN, lineages=lineage(GIVEN))
        store.close()
    finally:
        other.close()


def test_a_full_disk_leaves_the_last_scan_whole(tmp_path: Path) -> None:
    """A file that cannot grow ends the recording; what was there stays, and is whole."""
    path = tmp_path / "store.db"
    store = open_store(Place(path=path))
    record_scan(store, GIVEN, lineages=lineage(GIVEN))
    store.close()
    limit = path.stat().st_size + 40_000
    program = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from pathlib import Path\n"
        "from hullmark.kernel.errors import StoreError\n"
        "from hullmark.store.open import open_store\n"
        "from hullmark.store.place import Place\n"
        "from hullmark.store.record import record_scan\n"
        "from store_cases import *\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
        "many = [package(f'p{n}') for n in range(2000)]\n"
        "given = result([flaw(f'CVE-{n}', p) for n, p in enumerate(many)], components=many, at=1)\n"
        "try:\n"
        f"    store = open_store(Place(path=Path({str(path)!r})))\n"
        "    record_scan(store, given, lineages=lineage(given))\n"
        "except StoreError as error:\n"
        "    print(error.code)\n"
    )
    assert resource.RLIMIT_FSIZE
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, text=True, check=False, timeout=120,
        env={"PYTHONPATH": ":".join(each for each in sys.path if each)},
    )  # fmt: skip
    assert done.stdout.strip() in {"HM7301", "HM7305"}, done.stderr
    store = open_store(Place(path=path))
    assert store.rows("SELECT count(*) FROM scan") == [(1,)]
    assert list(problems(store)) == []
    store.close()


def test_a_result_is_told_in_spite_of_the_store(tmp_path: Path) -> None:
    """The result comes back with a row that says why it is not recorded, and one warning."""
    (tmp_path / "file").write_text("x")
    remarks: list[str] = []
    settings = Settings(store_url=tmp_path / "file" / "store.db")
    told = remember(GIVEN, settings=settings, command="scan", warn=remarks.append)
    assert told.findings == GIVEN.findings
    assert told.verdict == GIVEN.verdict
    assert [row.status for row in told.ledger if row.check == "store"] == [Status.FAILED]
    assert len(remarks) == 1
    assert "HM7301" in remarks[0]


def test_nothing_is_recorded_where_nobody_wants_it(tmp_path: Path) -> None:
    """``--no-store`` makes no file."""
    settings = Settings(store_url=tmp_path / "store.db", store_record=False)
    assert remember(GIVEN, settings=settings, command="scan") == GIVEN
    assert not (tmp_path / "store.db").exists()


def test_asking_a_store_that_is_not_there_makes_none(tmp_path: Path) -> None:
    """A question about nothing is answered, and leaves nothing behind."""
    store = open_store(Place(path=tmp_path / "store.db"), read_only=True)
    assert store.rows("SELECT count(*) FROM scan") == [(0,)]
    store.close()
    assert not (tmp_path / "store.db").exists()


@pytest.mark.integration
def test_asking_an_empty_database_makes_no_tables(postgres: PostgresServer, tmp_path: Path) -> None:
    """A question about nothing is answered in PostgreSQL, too, and leaves nothing behind."""
    url = postgres.new_database()
    found = describe(settings=Settings(store_url=url))
    assert (found.exists, found.database, found.rows["scan"]) == (False, "postgresql", 0)
    store = open_store(place_of(url, home=tmp_path), read_only=True)
    assert not store.exists
    store.close()
    tables = postgres.psql(
        url.partition("@/")[2].partition("?")[0],
        "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'",
    )
    assert tables == "0"


def test_rows_of_another_form_are_damage_and_no_defect(tmp_path: Path) -> None:
    """What was never written is told as damage, by ``check`` among all else that it finds."""
    settings = Settings(store_url=tmp_path / "store.db")
    remember(GIVEN, settings=settings, command="scan")
    with sqlite3.connect(tmp_path / "store.db") as connection:
        connection.execute("UPDATE package_set SET members = 7")
        connection.execute("UPDATE document SET body = x'00' WHERE kind = 'text'")
    connection.close()
    told = check(settings=settings)
    assert any("document" in each for each in told)
    with opened_store(settings, read_only=True) as store:
        assert list(problems(store)) == told
    with pytest.raises(DamagedStoreError), opened_store(settings, read_only=True) as store:
        bytes(None)  # type: ignore[call-overload]


def test_a_server_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """No server, no hang, no password in the message."""
    pytest.importorskip("psycopg")
    url = f"postgresql://me:hush@/none?host={tmp_path}"
    with pytest.raises(StoreConnectionError) as caught:
        open_store(place_of(url, home=tmp_path))
    assert "hush" not in caught.value.message


@pytest.mark.integration
def test_a_server_that_goes_away_in_mid_scan(
    postgres: PostgresServer, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The scan before is whole, the one that was being recorded is not there; we alone say so."""
    place = place_of(postgres.new_database(), home=tmp_path)
    store = open_store(place)
    record_scan(store, GIVEN, lineages=lineage(GIVEN))
    later = result([flaw("CVE-2", package("b"))], components=[package("b")], at=1)
    with pytest.raises((StoreConnectionError, StoreUnavailableError)):
        _lose_the_server(store, postgres)
    store.close()
    assert capfd.readouterr().err == ""
    store = open_store(place)
    assert store.rows("SELECT count(*) FROM scan") == [(1,)]
    assert store.rows("SELECT count(*) FROM platform WHERE name = 'half'") == [(0,)]
    assert list(problems(store)) == []
    record_scan(store, later, lineages=lineage(later))
    store.close()


def _lose_the_server(store: Store, postgres: PostgresServer) -> None:
    with store.writing():
        store.run("INSERT INTO platform (name) VALUES ('half')")
        postgres.stop()
        postgres.start()
        store.run("INSERT INTO platform (name) VALUES ('whole')")


@pytest.mark.parametrize("where", ["mysql://x", "http://x/y", "ftp://"])
def test_a_place_of_no_known_kind_is_an_error(where: str, tmp_path: Path) -> None:
    """Two kinds of database are spoken to."""
    with pytest.raises(WrongPlaceError):
        place_of(where, home=tmp_path)


def test_places_are_told_without_passwords(tmp_path: Path) -> None:
    """A URL may be shown; what is secret in it may not."""
    assert without_password("postgresql://me:hush@host/db") == "postgresql://me:***@host/db"
    assert (
        place_of("postgres://me:hush@host/db", home=tmp_path).name == "postgresql://me:***@host/db"
    )
    assert place_of("sqlite:////var/x.db", home=tmp_path).path == Path("/var/x.db")
    assert place_of(None, home=tmp_path).path == tmp_path / "store.db"
