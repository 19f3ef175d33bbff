"""The use cases about the store itself: what is in it, check, prune, move, migrate."""

from pathlib import Path

from msgspec.structs import replace

from hullmark.config.settings import Settings
from hullmark.kernel.errors import UsageError
from hullmark.pipeline.remembering.memory import opened_store, place_of_store
from hullmark.store.transfer import Moved, export_store, import_store
from hullmark.store.upkeep import Contents, Pruned, contents, problems, prune
from hullmark.store.version import VERSION


def describe(*, settings: Settings) -> Contents:
    """Return what the store holds."""
    with opened_store(settings, read_only=True) as store:
        found = contents(store)
    if found.exists:
        return found
    place = place_of_store(settings)
    database = "postgresql" if place.url else "sqlite"
    return replace(found, place=place.name, database=database, version="")


def check(*, settings: Settings) -> list[str]:
    """Return what is wrong with the store; empty where it is whole."""
    with opened_store(settings, read_only=True) as store:
        return list(problems(store))


def forget(
    *, settings: Settings, keep_days: int | None = None, keep_scans: int | None = None
) -> Pruned:
    """Forget old scans, as the flags or the setting ``store_keep_days`` say.

    Raises:
        UsageError: Nothing says what is to be kept.
    """
    days = keep_days if keep_days is not None else settings.store_keep_days
    if days is None and keep_scans is None:
        raise UsageError(
            "nothing says what is to be kept",
            hint="--keep-days 90, --keep-scans 20, or [store] keep_days in hullmark.toml",
        )
    with opened_store(settings) as store:
        return prune(store, keep_days=days, keep_scans=keep_scans)


def export_to(target: Path, *, settings: Settings) -> int:
    """Write the store to a new file; return how many scans are in it."""
    with opened_store(settings, read_only=True) as store:
        return export_store(store, target)


def import_from(source: Path, *, settings: Settings) -> Moved:
    """Read an export into the store."""
    with opened_store(settings) as store:
        return import_store(store, source)


def migrate_to(version: str | None, *, settings: Settings) -> str:
    """Bring the store to a version, by default to this program's; return the version."""
    if version is None:
        with opened_store(settings) as store:
            return contents(store).version
    from hullmark.store.migrate import change_version  # noqa: PLC0415 - rare

    change_version(place_of_store(settings), version)
    return version


__all__ = ["VERSION", "check", "describe", "export_to", "forget", "import_from", "migrate_to"]
