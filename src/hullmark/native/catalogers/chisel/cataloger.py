"""Finds the packages whose slices make up a chiselled Ubuntu image."""

from hullmark.native.catalogers.record import Cataloger, late

CHISEL = Cataloger(
    name="chisel",
    version=1,
    role="os",
    globs=("**/chisel/manifest.wall",),
    parse=late("chisel.parse_manifest", "parse_manifest"),
)

CATALOGERS = (CHISEL,)
