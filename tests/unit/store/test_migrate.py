"""The layout: made at once or by migrations it is the same, up and down, in both databases."""

import importlib
import sqlite3
import sys
from pathlib import Path

import pytest

from hullmark.kernel.errors import StoreError
from hullmark.store.connection import Store
from hullmark.store.errors import MigrationError, NewerStoreError
from hullmark.store.migrate import change_version, migrate, sqlite_engine
from hullmark.store.open import open_store
from hullmark.store.place import Place
from hullmark.store.record import record_scan
from hullmark.store.version import VERSION
from source_tree import REPOSITORY
from store_cases import flaw, lineage, package, result

sys.path.append(str(REPOSITORY / "scripts"))


def test_the_quick_layout_is_what_the_tables_say() -> None:
    """``scripts/store_layout.py`` has been run after the last change."""
    module = importlib.import_module("store_layout")
    assert module.TARGET.read_text(encoding="utf-8") == module.layout()


def test_migrations_make_what_the_quick_layout_makes(tmp_path: Path) -> None:
    """A store of SQLite has the same tables and indexes on both ways."""
    open_store(Place(path=tmp_path / "quick.db")).close()
    with sqlite_engine(tmp_path / "slow.db") as engine:
        migrate(engine)
    assert _layout(tmp_path / "quick.db") == _layout(tmp_path / "slow.db")


def test_migrations_make_what_the_tables_say(place: Place) -> None:
    """SQLAlchemy finds nothing to change after the last migration."""
    sqlalchemy = pytest.importorskip("sqlalchemy")
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from hullmark.store.tables import METADATA

    open_store(place).close()
    url = f"sqlite:///{place.path}" if place.path else place.url
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.pool.NullPool)
    try:
        with engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    finally:
        engine.dispose()


def test_down_and_up_again_keeps_every_scan(place: Place) -> None:
    """Each version can be reached from each, and what was recorded is still there."""
    given = result([flaw("CVE-1", package("a"))], components=[package("a")])
    store = open_store(place)
    record_scan(store, given, lineages=lineage(given))
    store.close()
    for version in range(int(VERSION) - 1, 0, -1):
        change_version(place, f"{version:04}")
    store = open_store(place)  # migrates to the newest by itself
    try:
        assert store.rows("SELECT version_num FROM alembic_version") == [(VERSION,)]
        assert store.rows("SELECT count(*) FROM finding_interval") == [(1,)]
    finally:
        store.close()
    if place.path:
        assert list(place.path.parent.glob("store.db.0001.*.bak"))


def test_a_newer_store_is_refused_untouched(place: Place) -> None:
    """What a newer version wrote is for a newer version to read."""
    store = open_store(place)
    store.run("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    before = place.path.read_bytes() if place.path else b""
    with pytest.raises(NewerStoreError, match="9999"):
        open_store(place)
    assert not place.path or place.path.read_bytes() == before


def test_an_unknown_version_is_an_error(place: Place) -> None:
    """No layout is made up."""
    open_store(place).close()
    with pytest.raises(MigrationError, match="no version"):
        change_version(place, "7777")


def test_a_migration_that_fails_leaves_the_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every revision of one run is in one transaction."""
    place = Place(path=tmp_path / "store.db")
    open_store(place).close()
    change_version(place, "0001")
    before = _layout(tmp_path / "store.db")
    revision = importlib.import_module("hullmark.store.migrations.versions.rev_0002_advisory_state")
    from alembic.operations import Operations

    def broken(*_: object, **__: object) -> None:
        from sqlalchemy.exc import OperationalError

        raise OperationalError("CREATE INDEX", {}, Exception("killed here"))

    assert revision.revision == "0002"
    with monkeypatch.context() as patch:
        patch.setattr(Operations, "create_index", broken)
        with pytest.raises(StoreError, match="0001"):
            open_store(place)
    assert _layout(tmp_path / "store.db") == before
    store: Store = open_store(place)
    store.close()


def _layout(path: Path) -> list[tuple[str, str]]:
    connection = sqlite3.connect(path)
    try:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return sorted((name, _plain(sql)) for name, sql in rows)
    finally:
        connection.close()


def _plain(sql: str) -> str:
    return "".join(sql.replace('"', "").lower().split())
