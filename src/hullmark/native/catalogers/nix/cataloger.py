"""Finds what is in a Nix store by the store's database."""

from hullmark.native.catalogers.record import Cataloger, late

NIX = Cataloger(
    name="nix",
    version=1,
    role="language",
    globs=("nix/var/nix/db/db.sqlite",),
    parse=late("nix.parse_database", "parse_database"),
)

CATALOGERS = (NIX,)
