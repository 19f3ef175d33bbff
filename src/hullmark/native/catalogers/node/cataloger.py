"""Which files speak of npm packages, and who reads them."""

from hullmark.native.catalogers.node.parse_package_json import parse_package_json
from hullmark.native.catalogers.record import Cataloger, late

INSTALLED = Cataloger(
    name="node-installed",
    version=1,
    role="language",
    globs=("**/package.json",),
    parse=parse_package_json,
)
NPM_LOCK = Cataloger(
    name="node-npm-lock",
    version=1,
    role="language",
    globs=(
        "**/package-lock.json",
        "**/npm-shrinkwrap.json",
        "**/node_modules/.package-lock.json",
    ),
    parse=late("node.parse_package_lock", "parse_package_lock"),
    declared=True,
)
VSIX = Cataloger(
    name="node-vsix",
    version=1,
    role="language",
    globs=("**/*.vsix",),
    parse=late("node.parse_vsix", "parse_vsix"),
    declared=True,
)

CATALOGERS = (INSTALLED, NPM_LOCK, VSIX)
