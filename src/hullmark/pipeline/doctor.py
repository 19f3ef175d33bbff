"""Looks at what a scan would find on this machine: parts, data, sources of images."""

import os
import shutil
import sys
from enum import StrEnum
from pathlib import Path

import msgspec

from hullmark import __version__
from hullmark.config.settings import Settings
from hullmark.kernel.errors import HullmarkError
from hullmark.kernel.paths import state_folder
from hullmark.pipeline import database

_SCANNERS = (
    "trivy", "grype", "syft", "hadolint", "conftest", "opa", "gitleaks", "trufflehog", "dockle",
)  # fmt: skip


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
        _engine(),
        *_credentials(),
        _scanners(),
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


def _scanners() -> Finding:
    found = [name for name in _SCANNERS if shutil.which(name)]
    return Finding(
        name="scanners",
        health=Health.INFO,
        detail="on PATH: "
        + (", ".join(found) or "none")
        + "; our own engine needs none of them; hullmark tools list shows more",
    )
