"""Finds packages of pacman and the files they own."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def parse(file: File) -> Iterable[Record]:
    """Read one file of the local database."""
    from hullmark.native.catalogers.pacman import parse_local  # noqa: PLC0415 - Arch images only

    if file.path.endswith("/files"):
        return parse_local.parse_files(file)
    return parse_local.parse_desc(file)


PACMAN = Cataloger(
    name="pacman",
    version=1,
    role="os",
    globs=("var/lib/pacman/local/*/desc", "var/lib/pacman/local/*/files"),
    parse=parse,
)

CATALOGERS = (PACMAN,)
