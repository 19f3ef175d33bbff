"""Scanners that another one runs along: ``hullmark scan --scanner grype``, or by its settings."""

import posixpath
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hullmark.audit.catalogue import Call
from hullmark.audit.errors import BrokenPipelineError
from hullmark.audit.record import Activity, Frame, Repository, Trail
from hullmark.audit.symbols import is_symbolic
from hullmark.kernel.errors import HullmarkError

EVERY = "all installed"
"""How the scanners are called that ``all`` stands for: those that the machine has."""
_ALL = ("all", "auto")
_OWN = "native"
_SETTINGS = ("hullmark.toml", "pyproject.toml")


def run_along(
    scan: Activity, call: Call, frame: Frame, repository: Repository | None, trail: Trail
) -> Iterator[Activity]:
    """Yield what else looks at what a scan looks at, started by the scan itself."""
    names = call.record.get("along", ())
    if scan.does != "scan" or not names:
        return
    given = [value for name in names for value in call.flags.get(name, []) if value]
    variable = f"{call.tool.environment}SCANNERS"
    if not given and frame.variables.get(variable):
        given = [frame.variables[variable]]
    if not given and repository is not None:
        given = _configured(call.value(["--config", "config"]), frame, repository, trail)
    for name in dict.fromkeys(word for value in given for word in _words(value)):
        looks = _looks(name.lower().replace("_", "-"), scan, call.tool.along_looks)
        if is_symbolic(name):
            message = f"which scanner {call.tool.name} runs along is not known: '{name}'"
            trail.say(scan.place, message)
        elif looks:
            yield replace(
                scan,
                tool=EVERY if name in _ALL else name.lower().replace("_", "-"),
                looks=looks,
                secrets=looks == "secrets",
                policy=looks == "policy",
                pin="",
                pinned_as="",
                within=call.tool.name,
            )


def _words(value: str) -> list[str]:
    """Return the names in a value; one that only a run knows stays whole."""
    return [value] if is_symbolic(value) else re.split(r"[,\s]+", value.strip())


def _looks(name: str, scan: Activity, kinds: dict[str, Any]) -> str:
    """Return as what a scanner looks at a scan's subjects; empty where it does not.

    One that the table does not know is an extension: it is taken to look where it is sent.
    """
    if name in ("", _OWN):
        return ""
    fits = [kind for kind, names in kinds.items() if name in names]
    if not fits:
        return scan.looks
    wanted = [kind for kind in fits if (kind == "image") == (scan.looks == "image")]
    return next((kind for kind in wanted if kind != "nothing"), "")


def _configured(named: str, frame: Frame, repository: Repository, trail: Trail) -> list[str]:
    """Return the scanners of the settings that hold in a folder: the nearest file upward."""
    folder = frame.folder if not is_symbolic(frame.folder) else ""
    places = [posixpath.normpath(posixpath.join(folder or ".", named))] if named else []
    while not named:
        places += [posixpath.join(folder, file) for file in _SETTINGS]
        if folder in ("", ".", "/"):
            break
        folder = posixpath.dirname(folder)
    for path in map(posixpath.normpath, places):
        table = _table(path, repository, trail)
        if table is not None:
            found = table.get("scanners", [])
            listed = found if isinstance(found, list) else [found]
            return [each for each in listed if isinstance(each, str)]
    return []


def _table(path: str, repository: Repository, trail: Trail) -> dict[str, Any] | None:
    """Return the settings of a file; ``None`` where it holds none."""
    try:
        data = repository.read(path)
        document = tomllib.loads(data.decode("utf-8-sig")) if data is not None else None
    except HullmarkError as error:
        trail.issue(path, error.message, error.code)
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        trail.issue(path, f"{path}: is not valid TOML: {error}", BrokenPipelineError.code)
        return None
    if document is None or posixpath.basename(path) != "pyproject.toml":
        return document
    tool = document.get("tool")
    found = tool.get("hullmark") if isinstance(tool, dict) else None
    return found if isinstance(found, dict) else None
