"""Which files speak of Gleam packages, and who reads them."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def _manifest(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.gleam.parse_manifest import (  # noqa: PLC0415 - rare
        parse_manifest,
    )

    return parse_manifest(file)


MANIFEST = Cataloger(
    name="gleam-manifest",
    version=1,
    role="language",
    globs=("**/manifest.toml",),
    parse=_manifest,
    declared=True,
)

CATALOGERS = (MANIFEST,)
