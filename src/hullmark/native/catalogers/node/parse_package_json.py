"""``package.json``: every one with a name and a version is a package that is there.

Without a version there is none to report: such files mark a module type or an entry point inside
another package (``rxjs/ajax``), or belong to an application that is not published.
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from hullmark.native.catalogers.json_document import decode_json
from hullmark.native.catalogers.node.licenses import to_licenses
from hullmark.native.catalogers.record import File, Package, UnreadableFileError

_NAME = re.compile(r"(?:@[A-Za-z0-9._~!'()*-]+/)?[A-Za-z0-9._~!'()*-]+")
"""Includes what npm allowed before 2017: capitals and a few marks."""


class _Manifest(msgspec.Struct):
    """The fields we read; any type, since tools write any."""

    name: Any = None
    version: Any = None
    license: Any = None
    licenses: Any = None
    engines: Any = None
    contributes: Any = None
    unity: Any = None


def parse_package_json(file: File) -> Iterator[Package]:
    """Yield the package of a manifest, if it names one."""
    manifest = decode_json(file.data, as_=_Manifest)
    name, version = manifest.name, manifest.version
    if not isinstance(name, str) or not name:
        return
    if not isinstance(version, str) or not version.strip() or _is_foreign(manifest, file.path):
        return
    if not _NAME.fullmatch(name):
        raise UnreadableFileError(f"'{name[:100]}' cannot be the name of an npm package")
    yield Package(
        type="npm",
        name=name,
        version=_plain(version),
        licenses=to_licenses(manifest.license, manifest.licenses),
    )


def _is_foreign(manifest: _Manifest, path: str) -> bool:
    """Tell manifests of editor extensions and Unity packages: same file name, other registries.

    Below ``node_modules`` they came from npm, whatever they also are.
    """
    if "node_modules/" in path:
        return False
    engines = manifest.engines
    for_editor = isinstance(engines, dict) and "vscode" in engines
    return for_editor or manifest.contributes is not None or bool(manifest.unity)


def _plain(version: str) -> str:
    """Return the version as the registry spells it: npm accepts ``v1.2.3`` and ``=1.2.3``."""
    plain = version.strip().lstrip("=").strip()
    return plain[1:] if plain[:1] in "vV" and plain[1:2].isdigit() else plain or version.strip()
