"""Finds what Spack installed."""

from hullmark.native.catalogers.record import Cataloger, late

SPACK = Cataloger(
    name="spack",
    version=1,
    role="language",
    globs=("**/.spack/spec.json",),
    parse=late("spack.parse_spec", "parse_spec"),
)

CATALOGERS = (SPACK,)
