"""``<application>.deps.json``: the assemblies that an application or a runtime brings along.

https://github.com/dotnet/sdk/blob/main/documentation/specs/runtime-configuration-file.md
"""

from collections.abc import Iterator
from typing import Any

from hullmark.native.catalogers.json_document import decode_object
from hullmark.native.catalogers.line_finder import LineFinder
from hullmark.native.catalogers.record import Buffer, File, Package, UnreadableFileError

_KINDS = frozenset({"package", "project", "runtimepack"})
_RUNTIME_PACK = "runtimepack."
_ASSETS = ("runtime", "native", "runtimeTargets", "resources")


def parse_deps_json(file: File) -> Iterator[Package]:
    """Yield the libraries with a part in the application, its own projects among them."""
    yield from packages_of(file.data)


def packages_of(data: Buffer) -> Iterator[Package]:
    """Yield what the text of a ``deps.json`` lists."""
    document = decode_object(data)
    libraries = document.get("libraries") or {}
    if not isinstance(libraries, dict):
        raise UnreadableFileError("'libraries' is not an object")
    target = _target(document)
    lines = LineFinder(data[max(0, data.find(b'"libraries"')) :])
    before = data[: max(0, data.find(b'"libraries"'))].count(b"\n")
    for key, library in libraries.items():
        line = lines.key(key)
        name, _, version = key.rpartition("/")
        kind = library.get("type") if isinstance(library, dict) else None
        if not name or not version or str(kind).lower() not in _KINDS:
            continue
        if kind == "package" and not _is_used(target, key):
            continue
        yield Package(
            type="nuget",
            name=name.removeprefix(_RUNTIME_PACK),
            version=version,
            line=line + before if line is not None else None,
        )


def _target(document: dict[str, Any]) -> dict[str, Any] | None:
    """Return the libraries by what they contribute; ``None`` where the file does not say."""
    targets, chosen = document.get("targets"), document.get("runtimeTarget")
    if not isinstance(targets, dict) or not targets:
        return None
    name = chosen.get("name") if isinstance(chosen, dict) else chosen
    target = targets.get(name) if isinstance(name, str) else None
    return target if isinstance(target, dict) else None


def _is_used(target: dict[str, Any] | None, key: str) -> bool:
    """Tell whether a package puts a file into the application.

    Others are empty, only needed to compile, or outdone by the runtime's own assemblies.
    """
    if target is None or key not in target:
        return True
    parts = target[key]
    return isinstance(parts, dict) and any(parts.get(kind) for kind in _ASSETS)
