"""Finds the packages that Bottlerocket was built from."""

from hullmark.native.catalogers.record import Cataloger, late

BOTTLEROCKET = Cataloger(
    name="bottlerocket",
    version=1,
    role="os",
    globs=("usr/share/bottlerocket/application-inventory.json",),
    parse=late("bottlerocket.parse_inventory", "parse_inventory"),
)

CATALOGERS = (BOTTLEROCKET,)
