"""Finds what Homebrew has poured into a Cellar or Caskroom."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def parse(file: File) -> Iterable[Record]:
    """Read one file of a keg or cask."""
    from hullmark.native.catalogers.homebrew.parse_keg import parse_keg  # noqa: PLC0415 - rare

    return parse_keg(file)


HOMEBREW = Cataloger(
    name="homebrew",
    version=1,
    role="language",
    globs=(
        "**/Cellar/*/*/INSTALL_RECEIPT.json",
        "**/.brew/*",
        "**/Caskroom/*/*/*.wrapper.sh",
        "**/Caskroom/*/*/source.properties",
    ),
    parse=parse,
)

CATALOGERS = (HOMEBREW,)
