"""Finds FreeBSD packages: the list of pkg, and the manifest of a single package."""

from hullmark.native.catalogers.record import Cataloger, late

INSTALLED = Cataloger(
    name="freebsd-pkg",
    version=1,
    role="os",
    globs=("var/db/pkg/local.sqlite",),
    parse=late("freebsd.parse_packages", "parse_database"),
)
MANIFEST = Cataloger(
    name="freebsd-manifest",
    version=1,
    role="os",
    globs=("**/+COMPACT_MANIFEST",),
    parse=late("freebsd.parse_packages", "parse_manifest"),
)

CATALOGERS = (INSTALLED, MANIFEST)
