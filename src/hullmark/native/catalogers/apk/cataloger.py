"""Finds packages of apk and the files they own."""

from collections.abc import Iterator

from hullmark.native.catalogers.apk.parse_installed import parse_installed
from hullmark.native.catalogers.record import Cataloger, File, Record


def parse(file: File) -> Iterator[Record]:
    """Yield what an installed database says."""
    yield from parse_installed(file.data)


APK = Cataloger(
    name="apk",
    version=1,
    role="os",
    globs=("lib/apk/db/installed", "usr/lib/apk/db/installed"),
    parse=parse,
)
