"""Finds the packages that Bottlerocket was built from."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def parse(file: File) -> Iterable[Record]:
    """Read the inventory."""
    from hullmark.native.catalogers.bottlerocket.parse_inventory import (  # noqa: PLC0415 - rare
        parse_inventory,
    )

    return parse_inventory(file)


BOTTLEROCKET = Cataloger(
    name="bottlerocket",
    version=1,
    role="os",
    globs=("usr/share/bottlerocket/application-inventory.json",),
    parse=parse,
)

CATALOGERS = (BOTTLEROCKET,)
