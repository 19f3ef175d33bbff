"""Finds applications of Flatpak by the metadata they export."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def parse(file: File) -> Iterable[Record]:
    """Read one metadata file."""
    from hullmark.native.catalogers.flatpak.parse_metainfo import (  # noqa: PLC0415 - rare
        parse_metainfo,
    )

    return parse_metainfo(file)


FLATPAK = Cataloger(
    name="flatpak",
    version=1,
    role="language",
    globs=("**/flatpak/app/**/metainfo/*", "**/flatpak/app/**/appdata/*"),
    parse=parse,
)

CATALOGERS = (FLATPAK,)
