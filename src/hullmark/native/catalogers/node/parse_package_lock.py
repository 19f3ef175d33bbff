"""npm lock files, versions 1 to 3.

``package-lock.json``, ``npm-shrinkwrap.json`` and the hidden lock npm leaves in ``node_modules``.

https://docs.npmjs.com/cli/configuring-npm/package-lock-json
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from hullmark.model.component import Evidence
from hullmark.native.catalogers.json_document import decode_object
from hullmark.native.catalogers.line_finder import LineFinder
from hullmark.native.catalogers.node.licenses import to_licenses
from hullmark.native.catalogers.record import File, Package, UnreadableFileError

_MODULES = "node_modules/"
_ALIAS = "npm:"
_RELEASE = re.compile(r"v?\d+\.\d[^:/#\s]*")
"""A version of the registry; everything else is a repository, an archive or a folder."""
_CREDENTIALS = re.compile(r"://[^/@\s]*@")
_DEPTH = 200
"""Dependencies within dependencies; npm 1 trees of real projects stay below 20."""


def parse_package_lock(file: File) -> Iterator[Package]:
    """Yield the locked packages without the project itself.

    Entries from repositories and folders have no version of the registry: theirs is empty, and a
    repository stands in ``vcs_url``.
    """
    found = list(_entries(file))
    needed = {(each.name, each.version) for each in found if not each.development}
    for each in found:
        # One copy that is needed to run makes all of its version so.
        if each.development and (each.name, each.version) in needed:
            yield msgspec.structs.replace(each, development=False)
        else:
            yield each


def _entries(file: File) -> Iterator[Package]:
    hidden = file.path.endswith(".package-lock.json")
    if not hidden and _MODULES in file.path:  # of a dependency: says nothing about what is here
        return
    lock = decode_object(file.data)
    lines = LineFinder(file.data)
    packages = lock.get("packages")
    if isinstance(packages, dict):
        yield from _packages(packages, lines)
        return
    dependencies = lock.get("dependencies", {})
    if not isinstance(dependencies, dict):
        raise UnreadableFileError("'dependencies' of the lock file is not an object")
    yield from _tree(dependencies, lines, depth=0)


def _packages(packages: dict[str, Any], lines: LineFinder) -> Iterator[Package]:
    """Yield the entries of versions 2 and 3: a flat table by folder."""
    direct = _direct(packages.get(""))
    links = {
        entry["resolved"]: path
        for path, entry in packages.items()
        if isinstance(entry, dict) and entry.get("link") and isinstance(entry.get("resolved"), str)
    }
    for path, entry in packages.items():
        line = lines.key(path)
        if not path or not isinstance(entry, dict) or entry.get("link"):
            continue
        name = entry.get("name")
        if not isinstance(name, str) or not name:
            name = _name_of(links.get(path, path))
        if not name:
            continue
        place = links.get(path, path)
        yield _package(
            name,
            _text(entry.get("version")),
            entry,
            line=line,
            direct=place in direct if direct is not None else None,
        )


def _tree(dependencies: dict[str, Any], lines: LineFinder, *, depth: int) -> Iterator[Package]:
    """Yield the entries of version 1: dependencies within dependencies."""
    if depth > _DEPTH:
        raise UnreadableFileError(f"dependencies are nested deeper than {_DEPTH}")
    for name, entry in dependencies.items():
        if not isinstance(entry, dict):
            continue
        line = lines.key(name)
        version = _text(entry.get("version"))
        if version.startswith(_ALIAS):
            real, at, release = version[len(_ALIAS) :].rpartition("@")
            name, version = (real, release) if at and real else (name, version)
        if name := name.rpartition(_MODULES)[2]:
            yield _package(name, version, entry, line=line, direct=None)
        inner = entry.get("dependencies")
        if isinstance(inner, dict):
            yield from _tree(inner, lines, depth=depth + 1)


def _package(
    name: str, version: str, entry: dict[str, Any], *, line: int | None, direct: bool | None
) -> Package:
    released = _RELEASE.fullmatch(version) is not None
    return Package(
        type="npm",
        name=name,
        version=version.removeprefix("v") if released else "",
        licenses=to_licenses(entry.get("license")),
        evidence=Evidence.DECLARED,
        line=line,
        qualifiers=() if released else _repository(version),
        direct=direct,
        development=entry.get("dev") is True,
    )


def _repository(version: str) -> tuple[tuple[str, str], ...]:
    """Return where a version without a number comes from, without the credentials in it."""
    if "#" not in version or version.startswith(("file:", "link:")):
        return ()
    return (("vcs_url", _CREDENTIALS.sub("://", version)),)


def _direct(root: object) -> frozenset[str] | None:
    """Return the folders of what the project asks for; ``None`` where the lock has no root."""
    if not isinstance(root, dict):
        return None
    kinds = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
    return frozenset(
        _MODULES + name for kind in kinds if isinstance(root.get(kind), dict) for name in root[kind]
    )


def _name_of(path: str) -> str:
    """Return the package of a folder: what follows ``node_modules/``, or the folder's own name."""
    _, modules, name = path.rpartition(_MODULES)
    if modules:
        return name.strip("/")
    parts = path.rstrip("/").rsplit("/", 2)
    scoped = len(parts) > 1 and parts[-2].startswith("@")
    return "/".join(parts[-2:]) if scoped else parts[-1]


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
