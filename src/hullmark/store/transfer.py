"""Moves a store: out to a file that is a SQLite store itself, and in from one, row by row."""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from hullmark.kernel.errors import StoreError
from hullmark.store.connection import Row, Store, one
from hullmark.store.content import unpack
from hullmark.store.errors import DamagedStoreError, StoreArchiveError, StoreUnavailableError
from hullmark.store.record import Evidence, record_scan
from hullmark.store.restore import load_scan
from hullmark.store.sqlite import SqliteStore

_CHUNK = 5_000
"""Rows that are moved at a time."""


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """What was moved."""

    scans: int
    skipped: int
    """Scans that were there already."""


def export_store(store: Store, target: Path) -> int:
    """Write everything to a new file and return how many scans are in it.

    Raises:
        StoreError: The file cannot be written; nothing half-written is left behind.
    """
    if target.exists():
        raise StoreUnavailableError(
            f"'{target}' exists already", hint="name a new file; nothing is overwritten"
        )
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        copy = SqliteStore(partial)
        try:
            with store.reading():
                count = copy_rows(store, copy)
            copy.rows("PRAGMA wal_checkpoint(TRUNCATE)")
            copy.rows("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()
        partial.replace(target)
    except OSError as error:
        raise StoreUnavailableError(
            f"cannot write '{target}': {error.strerror or error}", hint="name another file"
        ) from error
    finally:
        for left in (partial, *(Path(f"{partial}{end}") for end in ("-wal", "-shm"))):
            left.unlink(missing_ok=True)
    return count


def import_store(store: Store, source: Path) -> Moved:
    """Read an export, or any SQLite store; scans that are there already stay as they are.

    An empty store gets every row as it is; another one gets scan after scan, as if each were
    recorded now.

    Raises:
        StoreArchiveError: The file is no store, damaged or of another version.
    """
    if not source.is_file():
        raise StoreArchiveError(f"there is no file '{source}'", hint="name an export")
    try:
        given = SqliteStore(source, read_only=True)
    except StoreError as error:
        raise StoreArchiveError(
            f"'{source}' cannot be imported: {error.message}", hint=error.hint
        ) from error
    try:
        if one(store, "SELECT 1 FROM scan LIMIT 1") is None:
            with store.writing():
                count = copy_rows(given, store)
                number_on(store)
            return Moved(scans=count, skipped=0)
        return _replay(given, store)
    except DamagedStoreError as error:
        raise StoreArchiveError(
            f"'{source}' is damaged: {error.message}", hint="hullmark store check"
        ) from error
    finally:
        given.close()


def copy_rows(source: Store, target: Store) -> int:
    """Copy every row of every table; return how many scans there are."""
    from hullmark.store.tables import METADATA  # noqa: PLC0415 - half a second, for this verb only

    for table in METADATA.sorted_tables:
        names = ", ".join(column.name for column in table.columns)
        marks = ", ".join("?" * len(table.columns))
        statement = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608 - ours
        rows = source.each(f"SELECT {names} FROM {table.name}")  # noqa: S608
        for chunk in _chunks(rows):
            target.many(statement, chunk)
    count = one(target, "SELECT count(*) FROM scan")
    return int(count[0]) if count else 0


def number_on(store: Store) -> None:
    """Let PostgreSQL number new rows after those that came with their numbers."""
    if store.dialect != "postgresql":
        return
    from hullmark.store.tables import METADATA  # noqa: PLC0415 - see above

    for table in METADATA.sorted_tables:
        if "id" in table.columns:
            store.rows(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'),"  # noqa: S608
                f" greatest((SELECT coalesce(max(id), 0) FROM {table.name}), 1))"
            )


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    held: list[Row] = []
    for row in rows:
        held.append(row)
        if len(held) >= _CHUNK:
            yield held
            held = []
    if held:
        yield held


def _replay(given: Store, store: Store) -> Moved:
    moved = skipped = 0
    scans = given.rows("SELECT id, key, command, commit_id FROM scan ORDER BY id")
    for number, key, command, commit in scans:
        targets = given.rows(
            "SELECT l.name, l.stream FROM scan_target t JOIN lineage l ON l.id = t.lineage_id"
            " WHERE t.scan_id = ? ORDER BY t.id",
            number,
        )
        evidence = given.rows(
            "SELECT e.name, e.kind, d.body FROM evidence e JOIN document d ON d.id = e.document_id"
            " WHERE e.scan_id = ?",
            number,
        )
        recorded = record_scan(
            store,
            load_scan(given, number),
            lineages=[name for name, _ in targets],
            command=command,
            stream=targets[0][1] if targets else "",
            commit=commit,
            evidence=[Evidence(name, kind, unpack(body)) for name, kind, body in evidence],
            key=bytes(key),
        )
        moved += recorded.is_new
        skipped += not recorded.is_new
    return Moved(scans=moved, skipped=skipped)
