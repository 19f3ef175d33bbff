"""Finds bills of materials by their usual names and places."""

from hullmark.native.catalogers.record import Cataloger, late

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
    parse=late("sbom.parse_document", "parse_document"),
)

CATALOGERS = (SBOM,)
