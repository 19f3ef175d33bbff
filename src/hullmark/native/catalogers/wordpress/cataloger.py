"""Finds WordPress and the plugins and themes installed into it."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def parse(file: File) -> Iterable[Record]:
    """Read the version file of WordPress, or the header of a plugin or theme."""
    from hullmark.native.catalogers.wordpress import parse_header  # noqa: PLC0415 - rare

    if file.path.endswith("wp-includes/version.php"):
        return parse_header.parse_version(file)
    return parse_header.parse_header(file)


WORDPRESS = Cataloger(
    name="wordpress",
    version=1,
    role="language",
    globs=(
        "**/wp-includes/version.php",
        "**/wp-content/plugins/*/*.php",
        "**/wp-content/themes/*/style.css",
    ),
    parse=parse,
)

CATALOGERS = (WORDPRESS,)
