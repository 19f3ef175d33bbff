"""Which files speak of Gleam packages, and who reads them."""

from hullmark.native.catalogers.record import Cataloger, late

MANIFEST = Cataloger(
    name="gleam-manifest",
    version=1,
    role="language",
    globs=("**/manifest.toml",),
    parse=late("gleam.parse_manifest", "parse_manifest"),
    declared=True,
)

CATALOGERS = (MANIFEST,)
