"""Brings a store to a version of the layout, in one transaction; SQLite after a copy was made."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from hullmark.store.errors import MigrationError, NewerStoreError
from hullmark.store.place import Place
from hullmark.store.version import OLDEST, VERSION

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_FOLDER = Path(__file__).parent / "migrations"


def migrate(engine: "Engine", *, to: str = VERSION) -> None:
    """Bring a store to a version, whole or not at all.

    Raises:
        MigrationError: A revision failed; the store is as it was.
    """
    from alembic import command  # noqa: PLC0415 - only where a store has to change
    from alembic.config import Config  # noqa: PLC0415
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engine.connect() as connection:
        before = version_of(connection)
        connection.rollback()
        config.attributes["connection"] = connection
        try:
            with connection.begin():
                if to >= (before or ""):
                    command.upgrade(config, to)
                else:
                    command.downgrade(config, to)
        except SQLAlchemyError as error:
            raise MigrationError(
                f"the store cannot be brought from version {before or 'none'} to {to}: {error}",
                hint="the store is as it was; report this message",
            ) from error


def version_of(connection: "Connection") -> str | None:
    """Return the version of a store's layout, ``None`` where there is none yet."""
    from sqlalchemy import inspect  # noqa: PLC0415 - see above

    from hullmark.store.tables import CURRENT, VERSION_TABLE  # noqa: PLC0415

    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(CURRENT).first()
    return str(found[0]) if found else None


def needs_migration(found: str, *, name: str) -> bool:
    """Say whether a store is older than we are.

    Raises:
        NewerStoreError: It is newer.
        MigrationError: It is older than anything that can be migrated.
    """
    if found > VERSION:
        raise NewerStoreError(
            f"the store '{name}' has layout {found}, this version knows {VERSION}",
            hint="update hullmark, or name another store with [store] url",
        )
    if found < OLDEST:
        raise MigrationError(f"the store '{name}' has layout {found}, which nothing reads any more")
    return found < VERSION


@contextmanager
def sqlite_engine(path: Path) -> Iterator["Engine"]:
    """Give an engine on a SQLite file whose transactions also hold changes of the layout."""
    import sqlalchemy  # noqa: PLC0415 - see above
    from sqlalchemy import event  # noqa: PLC0415

    engine = sqlalchemy.create_engine(
        f"sqlite:///{path}", poolclass=sqlalchemy.pool.NullPool, connect_args={"timeout": 30}
    )

    @event.listens_for(engine, "connect")
    def _own_transactions(connection: object, _record: object) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined] # Python's driver leaves layout changes outside

    @event.listens_for(engine, "begin")
    def _begin(connection: "Connection") -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    try:
        yield engine
    finally:
        engine.dispose()


def change_version(place: Place, version: str) -> None:
    """Bring a store up or down to a version; of a SQLite store a copy is kept beside it.

    Raises:
        StoreError: There is no such version, or the store cannot be changed.
    """
    if not (version.isdecimal() and OLDEST <= version <= VERSION):
        raise MigrationError(
            f"there is no version '{version}' of the store", hint=f"{OLDEST} to {VERSION}"
        )
    if place.path is None:
        from hullmark.store.postgres import change_layout  # noqa: PLC0415 - only what is used

        change_layout(place.url, version)
        return
    from hullmark.store.sqlite import keep_copy  # noqa: PLC0415 - see above

    keep_copy(place.path)
    with sqlite_engine(place.path) as engine:
        migrate(engine, to=version)
