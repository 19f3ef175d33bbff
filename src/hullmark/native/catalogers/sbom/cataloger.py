"""Finds bills of materials by their usual names and places."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def parse(file: File) -> Iterable[Record]:
    """Read one document in JSON, CycloneDX or SPDX."""
    from hullmark.native.catalogers.sbom.parse_document import (  # noqa: PLC0415 - rare
        parse_document,
    )

    return parse_document(file)


SBOM = Cataloger(
    name="sbom",
    version=1,
    role="language",
    globs=(
        "**/*.spdx.json",
        "**/*.cdx.json",
        "**/*.cyclonedx.json",
        "**/*.sbom.json",
        "**/*.bom.json",
        "**/sbom.json",
        "**/bom.json",
        "**/cyclonedx.json",
        "**/spdx.json",
        "**/.spdx-*.spdx",
        "**/.spdx.*.json",
        "usr/share/sbom/*",
        "usr/share/spdx/*",
        "var/lib/db/sbom/*",
    ),
    parse=parse,
)

CATALOGERS = (SBOM,)
