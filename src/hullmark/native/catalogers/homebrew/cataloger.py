"""Finds what Homebrew has poured into a Cellar or Caskroom."""

from hullmark.native.catalogers.record import Cataloger, late

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
    parse=late("homebrew.parse_keg", "parse_keg"),
)

CATALOGERS = (HOMEBREW,)
