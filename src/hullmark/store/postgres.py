"""A store in PostgreSQL, through psycopg; one writer at a time holds its lock.

SQLAlchemy connects and migrates; rows are the driver's own.
"""

import contextlib
import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from hullmark.store.connection import Row
from hullmark.store.errors import (
    DamagedStoreError,
    ForeignStoreError,
    FullStoreError,
    StoreConnectionError,
    StoreDriverError,
    StoreUnavailableError,
)
from hullmark.store.migrate import migrate, needs_migration, version_of
from hullmark.store.place import without_password
from hullmark.store.version import VERSION

if TYPE_CHECKING:
    from sqlalchemy import Engine

WAIT_S = 30
"""How long a writer waits for the lock, and how long we wait for a connection."""
_LOCK = 0x48554C4C
"""Number of the writers' advisory lock: ``HULL``."""
_FETCHED = 5_000
"""Rows brought at a time where they are read one after another."""
_STREAMED = 32
"""Rows from which on a stream is cheaper than a statement for each."""
_PLAIN_INSERT = re.compile(r"INSERT INTO (\w+ \([\w, ]+\)) VALUES \((?:\?, )*\?\)")
_FULL = frozenset({"53100", "53200"})
_BROKEN = frozenset({"XX001", "XX002"})


class PostgresStore:
    """An open PostgreSQL store."""

    dialect: Literal["postgresql"] = "postgresql"

    def __init__(self, url: str, *, read_only: bool = False) -> None:
        """Connect; tables are made where they are missing, migrated where they are older.

        Args:
            url: Of the database.
            read_only: Ask only: missing tables are not made.

        Raises:
            StoreError: Whatever is wrong with it.
        """
        self._url = url
        self._marks: dict[str, str] = {}
        self.memo: dict[tuple[str, bytes], int | None] = {}
        self._engine = _engine(url)
        self._held = False
        self._db: Any = self._connect()
        try:
            self._exists = self._check_version(read_only=read_only)
        except BaseException:
            self.close()
            raise

    @property
    def name(self) -> str:
        """Return the URL without its password."""
        return without_password(self._url)

    @property
    def exists(self) -> bool:
        """Say whether there are tables; who only asks makes none."""
        return self._exists

    def rows(self, statement: str, *values: Any) -> list[Row]:
        """Return every row."""
        try:
            cursor = self._db.cursor()
            cursor.execute(self._marked(statement), values)
            found: list[Row] = cursor.fetchall() if cursor.description else []
        except self._error as error:
            self._reject(error)
        finally:
            self._leave(keep=False)
        return found

    def each(self, statement: str, *values: Any) -> Iterator[Row]:
        """Yield rows as they come; nothing else may be asked in between."""
        try:
            cursor = self._db.cursor(name="rows")
            cursor.itersize = _FETCHED
            cursor.execute(self._marked(statement), values)
            yield from cursor
            cursor.close()
        except self._error as error:
            self._reject(error)
        finally:
            self._leave(keep=False)

    def run(self, statement: str, *values: Any) -> int:
        """Run a statement; return how many rows it touched."""
        try:
            count: int = self._db.cursor().execute(self._marked(statement), values).rowcount
        except self._error as error:
            self._leave(keep=False)
            self._reject(error)
        self._leave(keep=True)
        return count

    def numbered(self, statement: str, rows: Iterable[Sequence[Any]]) -> list[int]:
        """Run an ``INSERT … RETURNING id`` once per row; return the numbers in their order."""
        held = list(rows)
        if not held:
            return []
        try:
            cursor = self._db.cursor()
            cursor.executemany(self._marked(statement), held, returning=True)
            numbers = [cursor.fetchone()[0]]
            while cursor.nextset():
                numbers.append(cursor.fetchone()[0])
        except self._error as error:
            self._leave(keep=False)
            self._reject(error)
        self._leave(keep=True)
        return numbers

    def many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement once per row; many plain rows go in as one stream."""
        held = list(rows)
        if not held:
            return
        plain = _PLAIN_INSERT.fullmatch(statement) if len(held) >= _STREAMED else None
        try:
            if plain is not None:
                with self._db.cursor().copy(f"COPY {plain[1]} FROM STDIN") as copy:
                    for row in held:
                        copy.write_row(row)
            else:
                self._db.cursor().executemany(self._marked(statement), held)
        except self._error as error:
            self._leave(keep=False)
            self._reject(error)
        self._leave(keep=True)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writers' lock; what the block did is there as a whole or not at all."""
        self._held = True
        try:
            self.rows("SELECT pg_advisory_xact_lock(?)", _LOCK)
            yield
            try:
                self._db.commit()
            except self._error as error:
                self._reject(error)
        except BaseException:
            with contextlib.suppress(self._error):
                self._db.rollback()
            raise
        finally:
            self._held = False
            self.memo.clear()

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Hold one state of the store."""
        self._held = True
        try:
            self.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        finally:
            self._held = False
            with contextlib.suppress(self._error):
                self._db.rollback()

    def size_bytes(self) -> int:
        """Return what the store's tables take on disk."""
        ((size,),) = self.rows(
            "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind = 'r' AND n.nspname = current_schema()"
        )
        return int(size)

    def close(self) -> None:
        """Let go of the connection."""
        from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - loaded already

        with contextlib.suppress(self._error, SQLAlchemyError):
            self._db.close()
        self._engine.dispose()

    @property
    def _error(self) -> type[Exception]:
        """Return what the driver raises."""
        import psycopg  # noqa: PLC0415 - loaded already

        return psycopg.Error

    def _leave(self, *, keep: bool) -> None:
        """End what a single statement has begun, so that no lock outlives it."""
        if self._held:
            return
        try:
            if keep:
                self._db.commit()
            else:
                self._db.rollback()
        except self._error as error:
            if keep:
                self._reject(error)

    def _marked(self, statement: str) -> str:
        marked = self._marks.get(statement)
        if marked is None:
            marked = re.sub(r"\?", "%s", statement.replace("%", "%%"))
            if len(self._marks) < 1_000:
                self._marks[statement] = marked
        return marked

    def _connect(self) -> Any:
        """Return a connection of the driver: rows of a hundred thousand images are its own."""
        from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - loaded already

        try:
            return self._engine.raw_connection()
        except (SQLAlchemyError, self._error) as error:
            self._engine.dispose()
            self._reject(error)

    def _check_version(self, *, read_only: bool) -> bool:
        """Make or migrate tables where that is called for; say whether there are any."""
        from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - loaded already

        try:
            with self._engine.connect() as connection:
                found = version_of(connection)
        except SQLAlchemyError as error:
            self._reject(error)
        if found is None and self.rows(
            "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = current_schema() AND c.relkind = 'r' AND c.relname = 'scan'"
        ):
            raise ForeignStoreError(
                f"the database '{self.name}' has tables of another program",
                hint="give Hullmark a database, or a schema, of its own",
            )
        if found is None and read_only:
            return False
        if found is None or needs_migration(found, name=self.name):
            self._migrate()
        return True

    def _migrate(self, version: str = VERSION) -> None:
        """Migrate while no one else does; who waited finds the work done."""
        from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - loaded already

        try:
            with self._engine.connect() as lock:
                lock.exec_driver_sql(f"SELECT pg_advisory_lock({_LOCK + 1})")
                try:
                    migrate(self._engine, to=version)
                finally:
                    lock.exec_driver_sql(f"SELECT pg_advisory_unlock({_LOCK + 1})")
        except SQLAlchemyError as error:
            self._reject(error)

    def _reject(self, error: Exception) -> NoReturn:
        raise mapped(error, self.name) from error


def mapped(error: Exception, name: str) -> Exception:
    """Return what an error of the driver means for the person who runs the program."""
    from hullmark.store.errors import BusyStoreError  # noqa: PLC0415 - rare

    cause = getattr(error, "orig", None) or error
    state = getattr(cause, "sqlstate", None) or ""
    words = " ".join(str(cause).split())[:300]
    text = f"the store '{name}': {words}"
    if state == "55P03":
        return BusyStoreError(text, hint="scan again when the other writer is done")
    if state in _FULL:
        return FullStoreError(text, hint="free some room on the server, or hullmark store prune")
    if state in _BROKEN:
        return DamagedStoreError(text, hint="restore the server's own backup")
    lost = getattr(error, "connection_invalidated", False)
    if lost or not state or state[:2] in {"08", "28", "57", "3D"}:
        return StoreConnectionError(
            text, hint="check [store] url, the server and its password file"
        )
    return StoreUnavailableError(text, hint="check the rights of the database's user")


def _engine(url: str) -> "Engine":
    import sqlalchemy  # noqa: PLC0415 - only where the store is in PostgreSQL
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

    # What a lost connection means is said once, by us.
    for name in ("psycopg", "sqlalchemy.pool"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        return sqlalchemy.create_engine(
            url,
            poolclass=sqlalchemy.pool.NullPool,
            pool_reset_on_return=None,  # each is closed, and one that is lost cannot be asked
            connect_args={"connect_timeout": WAIT_S, "options": f"-c lock_timeout={WAIT_S}s"},
        )
    except ModuleNotFoundError as error:
        raise StoreDriverError(
            f"PostgreSQL cannot be spoken to: {error}", hint="pip install 'hullmark[postgres]'"
        ) from error
    except (SQLAlchemyError, ValueError) as error:
        raise StoreConnectionError(
            f"'{without_password(url)}' is no URL of a database: {error}",
            hint="postgresql://user@host:5432/database",
        ) from error


def change_layout(url: str, version: str) -> None:
    """Bring a database up or down to a version of the layout."""
    store = PostgresStore(url)
    try:
        store._migrate(version)  # noqa: SLF001 - of this module
    finally:
        store.close()
