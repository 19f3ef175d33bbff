"""The starter set as a database, for a first scan without any data."""

import hashlib
from importlib import resources
from pathlib import Path

from hullmark.advisories.database import AdvisoryDatabase
from hullmark.advisories.errors import (
    DatabaseMissingError,
    DatabaseWriteError,
)
from hullmark.kernel.errors import HullmarkError
from hullmark.kernel.paths import state_folder
from hullmark.kernel.space import scratch_folder


def open_or_starter(path: Path) -> AdvisoryDatabase:
    """Open the database at ``path``, or the starter set where there is none.

    A damaged or foreign database is an error, not a reason to fall back in silence.
    """
    try:
        return AdvisoryDatabase.open(path)
    except DatabaseMissingError:
        return open_starter()


def open_starter(folder: Path | None = None) -> AdvisoryDatabase:
    """Open the starter set; made once per version of it and kept in the state folder."""
    content = _content()
    name = f"starter-{hashlib.sha256(content).hexdigest()[:16]}.db"
    path = (folder or state_folder()) / name
    try:
        return AdvisoryDatabase.open(path)
    except HullmarkError:
        pass  # absent, of another layout or damaged: made anew below
    try:
        _build(content, path)
        return AdvisoryDatabase.open(path)
    except DatabaseWriteError:
        # Nothing may be kept here: the open file outlives its name.
        with scratch_folder() as scratch:
            _build(content, scratch / name)
            return AdvisoryDatabase.open(scratch / name)


def _content() -> bytes:
    return resources.files("hullmark.advisories.starter").joinpath("starter.jsonl").read_bytes()


def _build(content: bytes, path: Path) -> None:
    # The builder is imported late: a scan with a database never pays for it.
    from hullmark.advisories.starter_build import build_starter  # noqa: PLC0415

    build_starter(content, path)
