"""Finds Haxe libraries by the manifest that haxelib installs with each."""

from hullmark.native.catalogers.record import Cataloger, late

HAXELIB = Cataloger(
    name="haxelib",
    version=1,
    role="language",
    globs=("**/haxelib.json",),
    parse=late("haxe.parse_haxelib", "parse_haxelib"),
)

CATALOGERS = (HAXELIB,)
