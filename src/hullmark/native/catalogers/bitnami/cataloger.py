"""Finds Bitnami's components by their list; its bills of materials are read as such."""

from hullmark.native.catalogers.record import Cataloger, late

BITNAMI = Cataloger(
    name="bitnami",
    version=1,
    role="language",
    globs=("**/.bitnami_components.json", "**/bitnami_components.json"),
    parse=late("bitnami.parse_components", "parse_components"),
)

CATALOGERS = (BITNAMI,)
