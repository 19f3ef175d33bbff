"""Finds rocks by the specifications that LuaRocks installs with them."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def _rockspec(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.lua.parse_rockspec import parse_rockspec  # noqa: PLC0415 - rare

    return parse_rockspec(file)


ROCKSPEC = Cataloger(
    name="lua-rockspec",
    version=1,
    role="language",
    globs=("**/*.rockspec",),
    parse=_rockspec,
)

CATALOGERS = (ROCKSPEC,)
