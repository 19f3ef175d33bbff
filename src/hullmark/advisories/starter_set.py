"""The starter set as a database, for a first scan without any data."""

import hashlib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import msgspec

from hullmark.advisories.database import AdvisoryDatabase
from hullmark.advisories.errors import (
    DatabaseMissingError,
    DatabaseWriteError,
)
from hullmark.advisories.record import Range, Score
from hullmark.kernel.errors import HullmarkError
from hullmark.kernel.paths import state_folder
from hullmark.kernel.space import scratch_folder


class StarterHead(msgspec.Struct, frozen=True, kw_only=True):
    """The first line: of which day the facts are, and where they come from."""

    dated: str
    sources: dict[str, str]


class StarterRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One vulnerability."""

    id: str
    aliases: tuple[str, ...] = ()
    kev: str = ""
    epss: float = 0.0
    percentile: float = 0.0
    scores: tuple[Score, ...] = ()
    affected: tuple[tuple[str, str, tuple[Range, ...]], ...]
    """Ecosystem, package, ranges."""


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


def read_starter(content: bytes) -> tuple[StarterHead, Iterator[StarterRecord]]:
    """Return head and records of a starter file."""
    head, *lines = content.splitlines()
    decode = msgspec.json.Decoder(StarterRecord).decode
    return msgspec.json.decode(head, type=StarterHead), map(decode, lines)


def title(record: StarterRecord) -> str:
    """Return one line made of the facts."""
    packages = list(dict.fromkeys(name for _, name, _ in record.affected))
    first = ", ".join(packages[:3]) + (" …" if len(packages) > 3 else "")
    known = f", known exploited since {record.kev}" if record.kev else ""
    return f"{record.id} in {first}{known}"


def _content() -> bytes:
    return resources.files("hullmark.advisories.starter").joinpath("starter.jsonl").read_bytes()


def _build(content: bytes, path: Path) -> None:
    # The builder is imported late: a scan with a database never pays for it.
    from hullmark.advisories.starter_build import build_starter  # noqa: PLC0415

    build_starter(content, path)
