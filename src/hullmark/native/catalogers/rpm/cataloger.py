"""Finds packages of rpm and the files they own, whichever database rpm was built with."""

from collections.abc import Iterator

from hullmark.native.catalogers.record import Cataloger, File, Record
from hullmark.native.catalogers.rpm import parse_bdb, parse_ndb, parse_sqlite
from hullmark.native.catalogers.rpm.headers import parse_headers
from hullmark.native.catalogers.rpm.parse_manifest import parse_manifest

_FOLDERS = ("var/lib/rpm", "usr/lib/sysimage/rpm", "usr/share/rpm")
_READERS = {
    "rpmdb.sqlite": parse_sqlite.read_headers,
    "Packages.db": parse_ndb.read_headers,
    "Packages": parse_bdb.read_headers,
}


def parse(file: File) -> Iterator[Record]:
    """Yield what one rpm database says."""
    name = file.path.rpartition("/")[2]
    if read_headers := _READERS.get(name):
        yield from parse_headers(read_headers(file.data))
    else:
        yield from parse_manifest(file.data[:])


RPM = Cataloger(
    name="rpm",
    version=1,
    role="os",
    globs=(
        *(f"{folder}/{name}" for folder in _FOLDERS for name in _READERS),
        "var/lib/rpmmanifest/container-manifest-2",
    ),
    parse=parse,
)
