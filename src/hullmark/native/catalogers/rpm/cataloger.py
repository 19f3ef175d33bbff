"""Finds packages of rpm and the files they own, whichever database rpm was built with."""

from collections.abc import Iterator

from hullmark.native.catalogers.record import Cataloger, File, Record

_FOLDERS = ("var/lib/rpm", "usr/lib/sysimage/rpm", "usr/share/rpm")
_DATABASES = ("rpmdb.sqlite", "Packages.db", "Packages")


def parse(file: File) -> Iterator[Record]:
    """Yield what one rpm database says."""
    # Most images hold no rpm database: the readers are imported when one is met.
    from hullmark.native.catalogers.rpm import parse_bdb, parse_ndb, parse_sqlite  # noqa: PLC0415
    from hullmark.native.catalogers.rpm.headers import parse_headers  # noqa: PLC0415
    from hullmark.native.catalogers.rpm.parse_manifest import parse_manifest  # noqa: PLC0415

    match file.path.rpartition("/")[2]:
        case "rpmdb.sqlite":
            yield from parse_headers(parse_sqlite.read_headers(file.data))
        case "Packages.db":
            yield from parse_headers(parse_ndb.read_headers(file.data))
        case "Packages":
            yield from parse_headers(parse_bdb.read_headers(file.data))
        case _:
            yield from parse_manifest(file.data[:])


RPM = Cataloger(
    name="rpm",
    version=1,
    role="os",
    globs=(
        *(f"{folder}/{name}" for folder in _FOLDERS for name in _DATABASES),
        "var/lib/rpmmanifest/container-manifest-2",
    ),
    parse=parse,
)
