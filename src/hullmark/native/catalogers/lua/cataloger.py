"""Finds rocks by the specifications that LuaRocks installs with them."""

from hullmark.native.catalogers.record import Cataloger, late

ROCKSPEC = Cataloger(
    name="lua-rockspec",
    version=1,
    role="language",
    globs=("**/*.rockspec",),
    parse=late("lua.parse_rockspec", "parse_rockspec"),
)

CATALOGERS = (ROCKSPEC,)
