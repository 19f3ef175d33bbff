"""``obj/project.assets.json``: what NuGet resolved when a project was restored."""

from collections.abc import Iterator
from typing import Any

from hullmark.model.component import Evidence
from hullmark.native.catalogers.json_document import decode_object
from hullmark.native.catalogers.line_finder import LineFinder
from hullmark.native.catalogers.record import File, Package, UnreadableFileError


def parse_project_assets(file: File) -> Iterator[Package]:
    """Yield the packages; projects of the same solution are left out."""
    document = decode_object(file.data)
    libraries = document.get("libraries") or {}
    if not isinstance(libraries, dict):
        raise UnreadableFileError("'libraries' is not an object")
    direct = _direct(document.get("project"))
    start = max(0, file.data.find(b'"libraries"'))
    lines, before = LineFinder(file.data[start:]), file.data[:start].count(b"\n")
    for key, library in libraries.items():
        line = lines.key(key)
        name, _, version = key.rpartition("/")
        kind = library.get("type") if isinstance(library, dict) else None
        if name and version and kind == "package":
            yield Package(
                type="nuget",
                name=name,
                version=version,
                evidence=Evidence.DECLARED,
                line=line + before if line is not None else None,
                direct=name.lower() in direct if direct is not None else None,
            )


def _direct(project: object) -> set[str] | None:
    """Return the lower-cased names that the project asks for."""
    frameworks = _table(_table(project).get("frameworks"))
    if not frameworks:
        return None
    return {
        name.lower()
        for framework in frameworks.values()
        for name in _table(_table(framework).get("dependencies"))
    }


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
