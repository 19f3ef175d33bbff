"""FreeBSD's package database and manifests.

https://man.freebsd.org/cgi/man.cgi?pkg-create(8)
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from hullmark.native.catalogers.json_document import decode_json
from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.sqlite_file import rows_of

_COLUMNS = ("name", "version", "origin", "arch")


class _Manifest(msgspec.Struct):
    name: str
    version: str
    origin: str = ""
    arch: str = ""
    licenses: Any = ()
    licenselogic: str = ""


def parse_database(file: File) -> Iterator[Package]:
    """Yield the installed packages."""
    for row in rows_of(file.data, "packages", _COLUMNS):
        name, version, origin, arch = (column.decode("utf-8", "replace") for column in row)
        if name and version:
            yield _package(name, version, origin=origin, arch=arch)


def parse_manifest(file: File) -> Iterator[Package]:
    """Yield the package; licences of which one can be chosen are one expression."""
    manifest = decode_json(file.data, as_=_Manifest)
    if not manifest.name or not manifest.version:
        raise UnreadableFileError("manifest names no package")
    named = manifest.licenses if isinstance(manifest.licenses, list) else []
    licenses = [name for name in named if isinstance(name, str) and name]
    if manifest.licenselogic == "or" and len(licenses) > 1:
        licenses = [" or ".join(licenses)]
    yield _package(
        manifest.name,
        manifest.version,
        origin=manifest.origin,
        arch=manifest.arch,
        licenses=tuple(licenses),
    )


def _package(
    name: str, version: str, *, origin: str, arch: str, licenses: tuple[str, ...] = ()
) -> Package:
    return Package(
        type="freebsd",
        name=name,
        version=version,
        architecture=arch,
        licenses=licenses,
        qualifiers=(("origin", origin),) if origin else (),
    )
