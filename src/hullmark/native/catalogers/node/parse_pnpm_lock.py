"""``pnpm-lock.yaml``, versions 5, 6 and 9, and the copy in ``node_modules``.

Packages stand under ``/name/1.0.0_peer`` (5), ``/name@1.0.0(peer)`` (6) or ``name@1.0.0`` (9);
there another part, ``snapshots``, says what each needs. https://github.com/pnpm/spec/tree/master/lockfile
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from hullmark.model.component import Evidence
from hullmark.native.catalogers.node.npm_name import (
    RELEASE,
    is_inside_modules,
    repository,
    split_name,
)
from hullmark.native.catalogers.record import File, Package
from hullmark.native.catalogers.text_document import decode_yaml

if TYPE_CHECKING:
    from hullmark.formats.yaml import YamlMap

_OLD_KEY = re.compile(
    r"(?:[^/@][^/]*)?/(?P<name>(?:@[^/]+/)?[^/@]+)/(?P<version>\d+\.\d+\.\d[^_/(]*)(?:[_(].*)?"
)
_NEEDED = ("dependencies", "optionalDependencies")
_COPY = ".pnpm/lock.yaml"


def parse_pnpm_lock(file: File) -> Iterator[Package]:
    """Yield the locked packages without the project's own."""
    if is_inside_modules(file.path) and not file.path.endswith(_COPY):
        return
    for document in decode_yaml(file.data):
        lock = _Lock(document)
        packages = document.map("packages")
        for key in packages:
            package = lock.package(key, packages.map(key), line=packages.lines.get(key))
            if package is not None:
                yield package


class _Lock:
    """One document: its version, and what the project asks for."""

    def __init__(self, document: "YamlMap") -> None:
        version = document.text("lockfileVersion").partition(".")[0]
        self._major = int(version) if version.isdecimal() else 9
        importers = document.map("importers")
        projects = [importers.map(key) for key in importers] or [document]
        self._direct = {
            self._key(name, _version(project.map(kind), name))
            for project in projects
            for kind in (*_NEEDED, "devDependencies")
            for name in project.map(kind)
        }
        self._needed = self._reachable(document, projects) if self._major >= 9 else None

    def package(self, key: str, entry: "YamlMap", *, line: int | None) -> Package | None:
        """Return the package under a key, ``None`` where that names none."""
        name, version, place = self._identity(key, entry)
        if not name:
            return None
        if self._needed is not None:
            development = _without_peers(key) not in self._needed
        else:
            development = entry.text("dev") == "true"
        return Package(
            type="npm",
            name=name,
            version=version,
            evidence=Evidence.DECLARED,
            line=line,
            qualifiers=repository(place),
            direct=key in self._direct or _without_peers(key) in self._direct,
            development=development,
        )

    def _identity(self, key: str, entry: "YamlMap") -> tuple[str, str, str]:
        """Return name, version and origin: as the entry says, else as its key does."""
        source = entry.map("resolution")
        place = f"git+{source.text('repo')}#{source.text('commit')}" if source.get("commit") else ""
        name, version = entry.text("name"), entry.text("version")
        if not name and self._major < 6:
            name, version = _old_identity(key)
        elif not name:
            name, rest = split_name(_without_peers(key).removeprefix("/"))
            version = version or (rest if RELEASE.fullmatch(rest) else "")
            if not rest or (not version and self._major < 9):
                return "", "", ""
        return name, version, place

    def _key(self, name: str, version: str) -> str:
        """Return the key under which a need of a project or a package is found."""
        plain = _without_peers(version)
        if self._major < 6:
            return version if "/" in version else f"/{name}/{version}"
        if "@" in plain[1:] or plain.startswith(("/", "file:", "@")):
            return plain
        return f"/{name}@{plain}" if self._major < 9 else f"{name}@{plain}"

    def _reachable(self, document: "YamlMap", projects: "list[YamlMap]") -> set[str]:
        """Return the keys, without peers, of all that is needed to run."""
        snapshots = document.map("snapshots")
        by_key: dict[str, list[str]] = {}
        for key in snapshots:
            by_key.setdefault(_without_peers(key), []).append(key)
        waiting = [
            self._key(name, _version(project.map(kind), name))
            for project in projects
            for kind in _NEEDED
            for name in project.map(kind)
        ]
        seen: set[str] = set()
        while waiting:
            plain = waiting.pop()
            if plain in seen:
                continue
            seen.add(plain)
            for key in by_key.get(plain, ()):
                for kind in _NEEDED:
                    needs = snapshots.map(key).map(kind)
                    waiting.extend(self._key(name, needs.text(name)) for name in needs)
        return seen


def _version(needs: "YamlMap", name: str) -> str:
    """Return the version of a need: a text, or beside the requirement since version 6."""
    return needs.text(name) or needs.map(name).text("version")


def _without_peers(key: str) -> str:
    return key.partition("(")[0]


def _old_identity(key: str) -> tuple[str, str]:
    """Return name and version of a key of version 5: behind a slash, or the host of a registry."""
    found = _OLD_KEY.fullmatch(key)
    return (found["name"], found["version"]) if found is not None else ("", "")
