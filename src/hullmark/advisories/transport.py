"""A copy of a database in the form that compresses best as a whole."""

import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec

from hullmark.advisories.database import AdvisoryDatabase, DatabaseInfo
from hullmark.advisories.layout import APPLICATION_ID, Meta
from hullmark.advisories.record import SCHEMA
from hullmark.advisories.replacement import unwritable
from hullmark.advisories.rows import PackageCodec, encode


def transport_copy(path: Path, target: Path, *, matching_only: bool) -> DatabaseInfo:
    """Copy a database with its package rows unpacked (13 % smaller once compressed).

    Raises:
        HullmarkError: The database cannot be read or the copy not written.
    """
    with closing(AdvisoryDatabase.open(path, thorough=True)) as database:
        kind = database.info.kind
    try:
        with closing(sqlite3.connect(path.absolute().as_uri() + "?mode=ro", uri=True)) as old:
            old.execute("VACUUM INTO ?", (str(target),))
        with closing(sqlite3.connect(target, isolation_level=None)) as copy:
            copy.execute("PRAGMA journal_mode = OFF")
            copy.execute("BEGIN")
            _unpack_rows(copy)
            if matching_only and kind == "full":
                _strip_texts(copy)
            copy.execute("COMMIT")
            copy.execute("VACUUM")
            copy.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            copy.execute(f"PRAGMA user_version = {SCHEMA}")
    except sqlite3.Error as error:
        raise unwritable(target, str(error)) from error
    with closing(AdvisoryDatabase.open(target)) as database:
        return database.info


def _unpack_rows(copy: sqlite3.Connection) -> None:
    codec = PackageCodec()
    rows = copy.execute("SELECT rowid, entries FROM affected").fetchall()
    changes = ((codec.plain(entries), row) for row, entries in rows if codec.is_packed(entries))
    copy.executemany("UPDATE affected SET entries = ? WHERE rowid = ?", changes)


def _strip_texts(copy: sqlite3.Connection) -> None:
    copy.execute("DELETE FROM text")
    copy.execute("UPDATE advisory SET text = NULL")
    copy.execute("DELETE FROM meta WHERE key = 'dictionary'")
    (value,) = copy.execute("SELECT value FROM meta WHERE key = 'meta'").fetchone()
    meta = msgspec.structs.replace(msgspec.msgpack.decode(value, type=Meta), kind="matching")
    copy.execute("UPDATE meta SET value = ? WHERE key = 'meta'", (encode(meta),))
