"""Finds the packages whose slices make up a chiselled Ubuntu image."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def parse(file: File) -> Iterable[Record]:
    """Read a manifest."""
    from hullmark.native.catalogers.chisel.parse_manifest import (  # noqa: PLC0415 - rare
        parse_manifest,
    )

    return parse_manifest(file)


CHISEL = Cataloger(
    name="chisel",
    version=1,
    role="os",
    globs=("**/chisel/manifest.wall",),
    parse=parse,
)

CATALOGERS = (CHISEL,)
