"""Finds files that ask a version manager for runtimes."""

from hullmark.native.catalogers.record import Cataloger, late

TOOL_VERSIONS = Cataloger(
    name="asdf-tool-versions",
    version=1,
    role="language",
    globs=("**/.tool-versions",),
    parse=late("runtimes.parse_versions", "parse_tool_versions"),
    declared=True,
)
NODE_VERSION = Cataloger(
    name="node-version",
    version=1,
    role="language",
    globs=("**/.node-version", "**/*.node-version", "**/.nvmrc", "**/*.nvmrc"),
    parse=late("runtimes.parse_versions", "parse_node_version"),
    declared=True,
)
MISE = Cataloger(
    name="mise",
    version=1,
    role="language",
    globs=("**/mise.toml", "**/.mise.toml"),
    parse=late("runtimes.parse_versions", "parse_mise"),
    declared=True,
)

CATALOGERS = (TOOL_VERSIONS, NODE_VERSION, MISE)
