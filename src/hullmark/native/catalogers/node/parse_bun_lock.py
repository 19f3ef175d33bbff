"""``bun.lock``: JSON with comments and trailing commas.

``packages`` maps a place (``a`` or, nested, ``b/a``) to ``[name@version, …, {needs}, …]``.
https://bun.sh/docs/install/lockfile
"""

import re
from collections.abc import Iterator
from typing import Any

from hullmark.model.component import Evidence
from hullmark.native.catalogers.json_document import decode_lenient_object
from hullmark.native.catalogers.node.npm_name import (
    RELEASE,
    is_inside_modules,
    repository,
    split_name,
)
from hullmark.native.catalogers.record import Buffer, File, Package, UnreadableFileError

_NEEDED = ("dependencies", "optionalDependencies", "peerDependencies")
_LINE = re.compile(rb'\s*"([^"\\]+)"\s*:\s*\[')
_DEPTH = 100
"""Packages within packages; real trees stay below 10."""
_OWN = ("workspace:", "root:")


def parse_bun_lock(file: File) -> Iterator[Package]:
    """Yield the locked packages without the project's own."""
    if is_inside_modules(file.path):
        return
    document = decode_lenient_object(file.data)
    packages = document.get("packages") or {}
    if not isinstance(packages, dict):
        raise UnreadableFileError("'packages' of the lock file is not an object")
    workspaces = _table(document.get("workspaces"))
    direct = _direct(workspaces, packages)
    needed = _needed(workspaces, packages)
    lines = _lines(file.data)
    for place, entry in packages.items():
        name, rest = split_name(_head(entry))
        if not name or not rest or rest.startswith(_OWN):
            continue
        yield Package(
            type="npm",
            name=name,
            version=rest.removeprefix("v") if RELEASE.fullmatch(rest) else "",
            evidence=Evidence.DECLARED,
            line=lines.get(place),
            qualifiers=repository(rest),
            direct=place in direct if workspaces else None,
            development=bool(workspaces) and place not in needed,
        )


def _head(entry: object) -> str:
    head = entry[0] if isinstance(entry, list) and entry else ""
    return head if isinstance(head, str) else ""


def _needs(entry: object, kinds: tuple[str, ...] = _NEEDED) -> Iterator[str]:
    """Yield the names that a package or workspace needs."""
    parts: list[Any] = entry if isinstance(entry, list) else [entry]
    for part in parts:
        for kind in kinds if isinstance(part, dict) else ():
            yield from _table(part.get(kind))


def _direct(workspaces: dict[str, Any], packages: dict[str, Any]) -> set[str]:
    kinds = (*_NEEDED, "devDependencies")
    return {
        place
        for workspace in workspaces.values()
        for name in _needs(workspace, kinds)
        if (place := _find(_own_place(workspace), name, packages))
    }


def _needed(workspaces: dict[str, Any], packages: dict[str, Any]) -> set[str]:
    """Return the places of all that is needed to run, over any number of steps."""
    waiting = [
        (_own_place(workspace), name)
        for workspace in workspaces.values()
        for name in _needs(workspace)
    ]
    seen: set[str] = set()
    while waiting:
        below, name = waiting.pop()
        place = _find(below, name, packages)
        if place and place not in seen:
            seen.add(place)
            waiting.extend((place, need) for need in _needs(packages[place]))
    return seen


def _own_place(workspace: object) -> str:
    name = workspace.get("name") if isinstance(workspace, dict) else None
    return name if isinstance(name, str) else ""


def _find(below: str, name: str, packages: dict[str, Any]) -> str:
    """Return the place of a need: nested as deep as there is one, else at the top."""
    for _ in range(_DEPTH):
        if not below:
            break
        place = f"{below}/{name}"
        if place in packages:
            return place
        below = below.rpartition("/")[0]
    return name if name in packages else ""


def _lines(data: Buffer) -> dict[str, int]:
    """Return the line of every place."""
    lines: dict[str, int] = {}
    inside = False
    for number, line in enumerate(data[:].split(b"\n"), 1):
        if not inside:
            inside = b'"packages"' in line
        elif found := _LINE.match(line):
            lines.setdefault(found[1].decode("utf-8", "replace"), number)
    return lines


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
