"""How old the data is, and what it is made of."""

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hullmark.advisories.database import AdvisoryDatabase, SourceInfo
from hullmark.advisories.errors import DatabaseMissingError
from hullmark.kernel import clock

STALE_AFTER_DAYS = 7
"""Distributions publish every day; a week without an update misses most of a month's fixes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseStatus:
    """What a scan would rest on."""

    path: Path
    kind: str
    """``full``, ``matching``, ``starter``, or ``absent`` where there is no database."""
    built_at: str = ""
    age_days: float | None = None
    stale: bool = True
    """Older than allowed, a starter set, or absent."""
    digest: str = ""
    size_bytes: int = 0
    advisories: int = 0
    packages: int = 0
    ecosystems: tuple[str, ...] = ()
    sources: tuple[SourceInfo, ...] = ()


def status(path: Path, *, stale_after_days: float = STALE_AFTER_DAYS) -> DatabaseStatus:
    """Return what stands at ``path``.

    Raises:
        InputError: Something stands there that is no intact database.
    """
    try:
        with closing(AdvisoryDatabase.open(path)) as database:
            return status_of(database, path, stale_after_days=stale_after_days)
    except DatabaseMissingError:
        return DatabaseStatus(path=path, kind="absent")


def status_of(
    database: AdvisoryDatabase, path: Path, *, stale_after_days: float = STALE_AFTER_DAYS
) -> DatabaseStatus:
    """Return the status of an open database."""
    info = database.info
    age = age_days(info.built_at)
    return DatabaseStatus(
        path=path,
        kind=info.kind,
        built_at=info.built_at,
        age_days=age,
        stale=info.kind == "starter" or age is None or age > stale_after_days,
        digest=info.digest,
        size_bytes=path.stat().st_size if path.exists() else 0,
        advisories=info.advisories,
        packages=info.packages,
        ecosystems=database.ecosystems(),
        sources=info.sources,
    )


def age_days(built_at: str) -> float | None:
    """Return the days since an ISO time, never negative; ``None`` where it is none."""
    try:
        built = datetime.fromisoformat(built_at)
    except ValueError:
        return None
    built = built if built.tzinfo else built.replace(tzinfo=UTC)
    return max(0.0, (clock.now() - built).total_seconds() / 86_400)
