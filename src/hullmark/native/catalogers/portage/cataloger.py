"""Finds packages of Portage and the files they own."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def parse(file: File) -> Iterable[Record]:
    """Read one file of a package's folder."""
    from hullmark.native.catalogers.portage import parse_vdb  # noqa: PLC0415 - Gentoo images only

    if file.path.endswith("/PF"):
        return parse_vdb.parse_name(file)
    if file.path.endswith("/LICENSE"):
        return parse_vdb.parse_license(file)
    return parse_vdb.parse_contents(file)


PORTAGE = Cataloger(
    name="portage",
    version=1,
    role="os",
    globs=(
        "var/db/pkg/*/*/PF",
        "var/db/pkg/*/*/CONTENTS",
        "var/db/pkg/*/*/LICENSE",
    ),
    parse=parse,
)

CATALOGERS = (PORTAGE,)
