"""A store in one SQLite file, spoken to without SQLAlchemy: a scan starts in 0.1 s and ends soon.

Write-ahead log: readers never wait, and a killed writer leaves nothing behind.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, NoReturn

from hullmark.kernel import clock, log
from hullmark.store.connection import Row
from hullmark.store.errors import (
    BusyStoreError,
    DamagedStoreError,
    ForeignStoreError,
    FullStoreError,
    MigrationError,
    StoreUnavailableError,
)
from hullmark.store.layout_sqlite import STATEMENTS
from hullmark.store.migrate import migrate, needs_migration, sqlite_engine
from hullmark.store.version import APPLICATION_ID, VERSION

WAIT_S = 10.0
"""How long a writer waits for another one; a scan is recorded in a fiftieth of a second."""
_MAGIC = b"SQLite format 3\0"
_CHOOSE = "name another place with [store] url or HULLMARK_HOME, or use --no-store"


class SqliteStore:
    """An open SQLite store."""

    dialect: Literal["sqlite"] = "sqlite"

    def __init__(self, path: Path, *, wait_s: float = WAIT_S, read_only: bool = False) -> None:
        """Open a store; made where it is missing, migrated where it is older.

        Args:
            path: The file.
            wait_s: How long to wait for another writer.
            read_only: Ask only: a missing store is not made.

        Raises:
            StoreError: Whatever is wrong with it.
        """
        self._path = path
        self._wait_s = wait_s
        self.memo: dict[tuple[str, bytes], int | None] = {}
        _check_file(path)
        exists = path.is_file() and path.stat().st_size > 0
        self._exists = exists or not read_only
        if not exists and not read_only:
            self._make_folder()
        self._db = self._connect(_location(path, exists=exists, read_only=read_only))
        try:
            if exists:
                self._check_version()
            else:
                self._create()
        except BaseException:
            self._db.close()
            raise

    @property
    def name(self) -> str:
        """Return the path."""
        return str(self._path)

    @property
    def exists(self) -> bool:
        """Say whether there is a file; questions about a missing one are answered from memory."""
        return self._exists

    def rows(self, statement: str, *values: Any) -> list[Row]:
        """Return every row."""
        try:
            return self._db.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            self._reject(error)

    def each(self, statement: str, *values: Any) -> Iterator[Row]:
        """Yield rows as they come."""
        try:
            yield from self._db.execute(statement, values)
        except sqlite3.Error as error:
            self._reject(error)

    def run(self, statement: str, *values: Any) -> int:
        """Run a statement; return how many rows it touched."""
        try:
            return self._db.execute(statement, values).rowcount
        except sqlite3.Error as error:
            self._reject(error)

    def many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement once per row."""
        try:
            self._db.executemany(statement, rows)
        except sqlite3.Error as error:
            self._reject(error)

    def numbered(self, statement: str, rows: Iterable[Sequence[Any]]) -> list[int]:
        """Run an ``INSERT … RETURNING id`` once per row; return the numbers in their order."""
        try:
            return [self._db.execute(statement, row).fetchone()[0] for row in rows]
        except sqlite3.Error as error:
            self._reject(error)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's lock; what the block did is there as a whole or not at all."""
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            raise
        finally:
            self.memo.clear()

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Hold one state of the store."""
        self.run("BEGIN")
        try:
            yield
        finally:
            with contextlib.suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")

    def size_bytes(self) -> int:
        """Return what the store takes on disk, what is about to be reused left out."""
        ((pages, free, size),) = self.rows(
            "SELECT p.page_count, f.freelist_count, s.page_size"
            " FROM pragma_page_count p, pragma_freelist_count f, pragma_page_size s"
        )
        return int((pages - free) * size)

    def close(self) -> None:
        """Let go of the file."""
        with contextlib.suppress(sqlite3.Error):
            self._db.close()

    def _make_folder(self) -> None:
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise StoreUnavailableError(
                f"cannot make the store '{self._path}': {error.strerror}",
                hint=_CHOOSE,
            ) from error

    def _connect(self, where: str) -> sqlite3.Connection:
        try:
            db = sqlite3.connect(
                where,
                timeout=self._wait_s,
                isolation_level=None,
                check_same_thread=False,
                uri=where.startswith("file:"),
            )
        except sqlite3.Error as error:
            self._reject(error)
        try:
            # A store in someone's repository may bring a layout that computes.
            db.execute("PRAGMA trusted_schema = OFF")
            db.execute("PRAGMA cell_size_check = ON")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("PRAGMA cache_size = -65536")
            db.execute("PRAGMA mmap_size = 1073741824")
        except sqlite3.Error as error:
            db.close()
            self._reject(error)
        return db

    def _create(self) -> None:
        """Make the tables, unless another process was faster; for the owner's eyes only."""
        if self._db.execute("PRAGMA database_list").fetchone()[2]:
            self._write_ahead()
        with self.writing():
            if self.rows("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"):
                return
            for statement in STATEMENTS:
                self.run(statement)
            self.run("INSERT INTO alembic_version VALUES (?)", VERSION)
            self.run(f"PRAGMA application_id = {APPLICATION_ID}")

    def _write_ahead(self) -> None:
        ((mode,),) = self.rows("PRAGMA journal_mode = WAL")
        if mode != "wal":  # some network file systems
            log.info("store.no_write_ahead_log", path=self.name, mode=mode)

    def _check_version(self) -> None:
        computing = "SELECT name FROM sqlite_master WHERE type NOT IN ('table', 'index')"
        found = self.rows("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
        ((mark,),) = self.rows("PRAGMA application_id")
        if not found and mark == 0 and not self.rows("SELECT 1 FROM sqlite_master"):
            self._create()  # a process was killed between making the file and its tables
            return
        if not found or mark != APPLICATION_ID or self.rows(computing):
            raise ForeignStoreError(
                f"'{self._path}' is a database of another program",
                hint="move it away, or name another place with [store] url",
            )
        version = self._version()
        if not needs_migration(version, name=self.name):
            return
        copy_of(self._db, self._path, version)
        self._db.close()
        with sqlite_engine(self._path) as engine:
            migrate(engine)
        self._db = self._connect(str(self._path))
        if self._version() != VERSION:
            raise MigrationError(f"the store '{self._path}' is still of version {version}")

    def _version(self) -> str:
        versions = self.rows("SELECT version_num FROM alembic_version")
        if len(versions) != 1:
            raise DamagedStoreError(
                f"the store '{self._path}' does not say its version", hint="hullmark store check"
            )
        return str(versions[0][0])

    def _reject(self, error: sqlite3.Error) -> NoReturn:
        raise mapped(error, self.name) from error


def keep_copy(path: Path) -> None:
    """Keep a store as it is beside itself, with its version and the time in the name.

    Raises:
        StoreError: It is no store, or there is no room.
    """
    store = SqliteStore(path)
    try:
        copy_of(store._db, path, VERSION)  # noqa: SLF001 - of this module
    finally:
        store.close()


def copy_of(db: sqlite3.Connection, path: Path, version: str) -> None:
    """Keep a store as it is beside the one that is about to be changed."""
    stamp = clock.now().strftime("%Y%m%d-%H%M%S")
    backup = path.with_name(f"{path.name}.{version}.{stamp}.bak")
    partial = backup.with_suffix(f".{os.getpid()}.partial")
    try:
        with contextlib.closing(sqlite3.connect(partial)) as copy:
            db.backup(copy)
        partial.replace(backup)
    except (sqlite3.Error, OSError) as error:
        partial.unlink(missing_ok=True)
        raise MigrationError(
            f"the store '{path}' cannot be copied before it is migrated: {error}",
            hint="free as much room as the store takes; it was not touched",
        ) from error
    log.info("store.copied", path=str(path), copy=str(backup))


def mapped(error: Exception, name: str) -> Exception:
    """Return what an error of SQLite means for the person who runs the program."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    text = f"the store '{name}': {error}"
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return BusyStoreError(
            f"the store '{name}' is locked by another process", hint="scan again when it is done"
        )
    if primary == sqlite3.SQLITE_FULL:
        return FullStoreError(text, hint="free some room, or hullmark store prune --keep-days 90")
    if primary in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return DamagedStoreError(text, hint="hullmark store check says what is damaged")
    if isinstance(error, UnicodeDecodeError | sqlite3.DataError):
        return DamagedStoreError(text, hint="hullmark store check says what is damaged")
    return StoreUnavailableError(text, hint=_CHOOSE)


def _location(path: Path, *, exists: bool, read_only: bool) -> str:
    """Return what SQLite is to open; where only questions are asked, nothing is made."""
    if read_only and not exists:
        return ":memory:"
    if read_only and not os.access(path.parent, os.W_OK):
        return f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    return str(path)


def _check_file(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError:
        return
    except IsADirectoryError as error:
        raise ForeignStoreError(f"'{path}' is a folder, not a store", hint=_CHOOSE) from error
    except OSError as error:
        raise StoreUnavailableError(
            f"cannot read the store '{path}': {error.strerror or error}", hint=_CHOOSE
        ) from error
    if head and not head.startswith(_MAGIC[: len(head)]):
        raise ForeignStoreError(f"'{path}' is not a store of Hullmark", hint=_CHOOSE)
    if 0 < len(head) < 100:
        raise DamagedStoreError(f"the store '{path}' is cut short", hint="hullmark store check")
