"""Writes down which programs, data and advisories a scan rests on, and holds later scans to it."""

import dataclasses
import json
import tomllib
from pathlib import Path
from typing import Any

from hullmark import __version__
from hullmark.config.settings import Settings
from hullmark.kernel.errors import HullmarkError
from hullmark.kernel.paths import database_path
from hullmark.kernel.space import write_whole
from hullmark.pipeline.running.adapters import named_scanners
from hullmark.pipeline.running.errors import LockMismatchError, NotLockedError
from hullmark.pipeline.running.programs import file_digest
from hullmark.pipeline.running.roster import Entry, Roster

NAME = "hullmark.lock"
_FORM = 1
_LOCK_BYTES = 1024 * 1024


def lock_path(settings: Settings) -> Path:
    """Return where the lock file stands: as configured, or in the working folder."""
    return settings.lock or Path.cwd() / NAME


def write_lock(settings: Settings) -> list[Entry]:
    """Lock the scanners that the settings name, or every one that is here; return them.

    Every byte of them is read anew.

    Raises:
        NotLockedError: One that is named is not here, or has no data.
        DiskFullError: The file cannot be written.
    """
    wanted = dataclasses.replace(settings, scanners=settings.scanners or ("all",))
    entries = [each for each in Roster.of(wanted, afresh=True).entries if each.program]
    named, _ = named_scanners(settings.scanners)
    missing = {each.name for each in named} - {each.adapter.name for each in entries}
    missing |= {each.adapter.name for each in entries if each.named and each.problem}
    if missing:
        raise NotLockedError(
            f"cannot lock what cannot run: {', '.join(sorted(missing))}",
            hint="hullmark tools check says what each of them lacks",
        )
    ready = [each for each in entries if each.problem is None]
    lines = [
        "# Written by hullmark lock; hullmark scan --locked runs exactly this.",
        f"form = {_FORM}",
        f"hullmark = {json.dumps(__version__)}",
    ]
    if digest := _advisories(settings):
        lines.append(f"advisories = {json.dumps(digest)}")
    for entry in sorted(ready, key=lambda each: each.adapter.name):
        lines += ["", "[[scanner]]", *(f"{k} = {json.dumps(v)}" for k, v in _facts(entry).items())]
    write_whole(lock_path(settings), ("\n".join(lines) + "\n").encode())
    return ready


def locked_roster(settings: Settings) -> Roster:
    """Return the scanners of the lock file, each held to the bytes that it names.

    Raises:
        NotLockedError: There is no lock file, or it lacks a scanner that is asked for.
        LockMismatchError: Something is not what the file names.
    """
    path = lock_path(settings)
    locked = _read(path)
    if locked.get("hullmark") != __version__:
        raise _differs(path, "hullmark", str(locked.get("hullmark")), __version__)
    wanted, found = locked.get("advisories"), _advisories(settings)
    if wanted and wanted != found:
        raise _differs(path, "the advisory database", str(wanted), found or "not there")
    held = {str(each.get("name")): each for each in locked.get("scanner", [])}
    named, every = named_scanners(settings.scanners)
    asked = [each.name for each in named] if named and not every else list(held)
    if unlocked := [name for name in asked if name not in held]:
        raise NotLockedError(
            f"'{path}' does not name {', '.join(unlocked)}", hint="lock anew with hullmark lock"
        )
    roster = Roster.of(dataclasses.replace(settings, scanners=tuple(asked)), afresh=True)
    for entry in roster.entries:
        _check(entry, held[entry.adapter.name], path)
    return roster


def _check(entry: Entry, locked: dict[str, Any], path: Path) -> None:
    facts = _facts(entry) if entry.program else {}
    for key in ("sha256", "data_sha256"):
        if locked.get(key) != facts.get(key):
            what = f"the data of {entry.adapter.title}" if "data" in key else entry.adapter.title
            raise _differs(path, what, str(locked.get(key)), facts.get(key) or "not here")


def _facts(entry: Entry) -> dict[str, str]:
    assert entry.program is not None
    facts = {
        "name": entry.adapter.name,
        "version": entry.program.version,
        "sha256": entry.program.digest.removeprefix("sha256:"),
        "data_sha256": entry.data_digest.removeprefix("sha256:"),
        "data_date": entry.data_date or "",
    }
    return {key: value for key, value in facts.items() if value}


def _advisories(settings: Settings) -> str:
    path = settings.database or database_path()
    return file_digest(path, afresh=True).removeprefix("sha256:") if path.is_file() else ""


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            held = tomllib.loads(file.read(_LOCK_BYTES).decode())
    except FileNotFoundError as error:
        raise NotLockedError(
            f"there is no lock file '{path}'", hint="write one with hullmark lock"
        ) from error
    except (OSError, ValueError) as error:
        raise NotLockedError(f"'{path}' cannot be read: {error}") from error
    scanners = held.get("scanner", [])
    fine = isinstance(scanners, list) and all(isinstance(each, dict) for each in scanners)
    if held.get("form") != _FORM or not fine:
        raise NotLockedError(f"'{path}' is no lock file of form {_FORM}")
    return held


def _differs(path: Path, what: str, wanted: str, found: str) -> HullmarkError:
    return LockMismatchError(
        f"{what} is '{found}', '{path}' names '{wanted}'",
        hint="install what is locked (hullmark tools install), or lock anew with hullmark lock",
    )
