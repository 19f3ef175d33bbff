"""Finds Bitnami's components by their list; its bills of materials are read as such."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def parse(file: File) -> Iterable[Record]:
    """Read a list of components."""
    from hullmark.native.catalogers.bitnami.parse_components import (  # noqa: PLC0415 - rare
        parse_components,
    )

    return parse_components(file)


BITNAMI = Cataloger(
    name="bitnami",
    version=1,
    role="language",
    globs=("**/.bitnami_components.json", "**/bitnami_components.json"),
    parse=parse,
)

CATALOGERS = (BITNAMI,)
