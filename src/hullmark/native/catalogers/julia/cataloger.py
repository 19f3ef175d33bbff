"""Which files speak of Julia packages, and who reads them."""

from hullmark.native.catalogers.record import Cataloger, late

MANIFEST = Cataloger(
    name="julia-manifest",
    version=1,
    role="language",
    globs=("**/Manifest.toml", "**/JuliaManifest.toml", "**/Manifest-v*.toml"),
    parse=late("julia.parse_manifest", "parse_manifest"),
    declared=True,
)

CATALOGERS = (MANIFEST,)
