"""Finds what is in a Nix store, by the store's database or by the names in it."""

from hullmark.native.catalogers.record import Cataloger, late

NIX = Cataloger(
    name="nix",
    version=1,
    role="language",
    globs=("nix/var/nix/db/db.sqlite",),
    parse=late("nix.parse_database", "parse_database"),
)
NIX_STORE = Cataloger(
    name="nix-store",
    version=1,
    role="language",
    folders=("nix/store",),
    parse=late("nix.parse_store_path", "parse_store_path"),
)

CATALOGERS = (NIX, NIX_STORE)
