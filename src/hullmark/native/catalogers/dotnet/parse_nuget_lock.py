"""``packages.lock.json``: what NuGet resolved, for each framework a project is built for.

https://learn.microsoft.com/nuget/consume-packages/package-references-in-project-files#locking-dependencies
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from hullmark.model.component import Evidence
from hullmark.native.catalogers.json_document import decode_object
from hullmark.native.catalogers.line_finder import LineFinder
from hullmark.native.catalogers.record import File, Package, UnreadableFileError

_DIRECT = "direct"


def parse_nuget_lock(file: File) -> Iterator[Package]:
    """Yield each package at each version once, as direct where any framework asks for it."""
    frameworks = decode_object(file.data).get("dependencies") or {}
    if not isinstance(frameworks, dict):
        raise UnreadableFileError("'dependencies' of the lock file is not an object")
    lines = LineFinder(file.data)
    found: dict[tuple[str, str], Package] = {}
    for packages in frameworks.values():
        for name, entry in packages.items() if isinstance(packages, dict) else ():
            line = lines.key(name)
            package = _package(name, entry, line=line)
            if package is None:
                continue
            key = (name.lower(), package.version)
            known = found.setdefault(key, package)
            if package.direct and not known.direct:
                found[key] = msgspec.structs.replace(known, direct=True)
    yield from found.values()


def _package(name: str, entry: Any, *, line: int | None) -> Package | None:
    """Return the package of an entry; projects of the solution have no version."""
    version = entry.get("resolved") if isinstance(entry, dict) else None
    if not name or not isinstance(version, str) or not version:
        return None
    return Package(
        type="nuget",
        name=name,
        version=version,
        evidence=Evidence.DECLARED,
        line=line,
        direct=str(entry.get("type")).lower() == _DIRECT,
    )
