"""Looks at what a scan would find on this machine: parts, data, sources of images."""

import os
import sys
from enum import StrEnum
from pathlib import Path

import msgspec

from hullmark import __version__
from hullmark.config.settings import Settings
from hullmark.kernel.errors import HullmarkError
from hullmark.kernel.paths import state_folder
from hullmark.pipeline import database


class Health(StrEnum):
    """How one thing is."""

    GOOD = "ok"
    OLD = "old"
    MISSING = "missing"
    BROKEN = "broken"
    INFO = "info"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at."""

    name: str
    health: Health
    detail: str
    hint: str = ""
    """What to do, where something should be done."""


def examine(*, settings: Settings) -> list[Finding]:
    """Look at everything, without any network."""
    return [
        Finding(
            name="hullmark",
            health=Health.GOOD,
            detail=f"{__version__} on Python {sys.version.split()[0]}, {sys.platform}",
        ),
        _inflater(),
        _state(),
        _database(settings),
        _store(settings),
        _engine(),
        *_credentials(),
        *_scanners(settings),
    ]


def _inflater() -> Finding:
    try:
        import isal  # noqa: PLC0415 - what is looked at
    except ImportError:
        return Finding(
            name="inflate",
            health=Health.MISSING,
            detail="isal is not installed: gzip layers are read at about half the speed",
            hint="pip install isal, where there is a wheel for this platform",
        )
    return Finding(name="inflate", health=Health.GOOD, detail=f"isal {isal.__version__}")


def _state() -> Finding:
    folder = state_folder()
    place = folder
    while not place.exists():
        place = place.parent
    if not os.access(place, os.W_OK):
        return Finding(
            name="state",
            health=Health.BROKEN,
            detail=f"'{folder}' cannot be written",
            hint="name another folder in HULLMARK_HOME",
        )
    return Finding(name="state", health=Health.GOOD, detail=str(folder))


def _database(settings: Settings) -> Finding:
    try:
        found = database.describe(settings=settings)
    except HullmarkError as error:
        return Finding(
            name="advisories",
            health=Health.BROKEN,
            detail=f"{error.code}: {error.message}",
            hint=error.hint or "hullmark db update",
        )
    if found.kind == "absent":
        return Finding(
            name="advisories",
            health=Health.MISSING,
            detail=f"no database at '{found.path}': scans use the starter set and are incomplete",
            hint="hullmark db update, or bring one by file: hullmark db import FILE",
        )
    newest = max((source.date[:10] for source in found.sources if source.date), default="unknown")
    detail = f"{found.advisories:,} advisories, newest of {newest}, built {found.built_at[:10]}"
    if found.stale:
        return Finding(
            name="advisories", health=Health.OLD, detail=detail, hint="hullmark db update"
        )
    return Finding(name="advisories", health=Health.GOOD, detail=detail)


def _store(settings: Settings) -> Finding:
    from hullmark.pipeline.remembering.memory import place_of_store  # noqa: PLC0415 - only asked here
    from hullmark.pipeline.remembering.upkeep import describe  # noqa: PLC0415

    place = place_of_store(settings)
    if place.path is None:
        detail = "a database server, which is not asked here: hullmark store status does"
        return Finding(name="store", health=Health.INFO, detail=detail)
    if not place.path.exists():
        detail = f"nothing is recorded yet; the first scan makes '{place.name}'"
        return Finding(name="store", health=Health.INFO, detail=detail)
    try:
        scans = describe(settings=settings).rows["scan"]
    except HullmarkError as error:
        return Finding(
            name="store",
            health=Health.BROKEN,
            detail=f"{error.code}: {error.message}",
            hint=error.hint or "hullmark store check",
        )
    return Finding(name="store", health=Health.GOOD, detail=f"{scans:,} scans in '{place.name}'")


def _engine() -> Finding:
    from hullmark.images.engine import find_engine  # noqa: PLC0415 - only asked here

    kind = find_engine()
    if kind is None:
        return Finding(
            name="engine",
            health=Health.INFO,
            detail="no Docker or Podman socket: images come from registries and files",
        )
    return Finding(name="engine", health=Health.GOOD, detail=f"{kind} answers")


def _credentials() -> list[Finding]:
    from hullmark.images.credentials import credential_files  # noqa: PLC0415 - only asked here

    files = [path for path in credential_files(os.environ) if path.exists()]
    if not files:
        return [
            Finding(
                name="credentials",
                health=Health.INFO,
                detail="no Docker or Podman configuration: registries are asked anonymously",
            )
        ]
    return [_readable(path) for path in files]


def _readable(path: Path) -> Finding:
    if os.access(path, os.R_OK):
        return Finding(name="credentials", health=Health.GOOD, detail=str(path))
    return Finding(
        name="credentials",
        health=Health.BROKEN,
        detail=f"'{path}' cannot be read",
        hint="correct its permissions",
    )


def _scanners(settings: Settings) -> list[Finding]:
    from hullmark.pipeline.running.overview import overview  # noqa: PLC0415 - only asked here

    here = [row for row in overview(settings) if row.path]
    ready = ", ".join(f"{row.name} {row.version}" for row in here if not row.problem)
    found = [
        Finding(
            name="scanners",
            health=Health.INFO,
            detail=f"beside our own engine, which needs none of them: {ready or 'none'}",
            hint="" if ready else "hullmark tools install --all",
        )
    ]
    return found + [
        Finding(
            name=row.name,
            health=Health.MISSING,
            detail=f"{row.version} is here, but: {row.problem}",
        )
        for row in here
        if row.problem
    ]
