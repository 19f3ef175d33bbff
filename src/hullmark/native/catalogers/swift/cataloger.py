"""Which files speak of Swift packages and pods, and who reads them."""

from hullmark.native.catalogers.record import Cataloger, late

RESOLVED = Cataloger(
    name="swift-package-resolved",
    version=1,
    role="language",
    globs=("**/Package.resolved", "**/.package.resolved"),
    parse=late("swift.parse_resolved", "parse_resolved"),
    declared=True,
)
PODFILE_LOCK = Cataloger(
    name="cocoapods-podfile-lock",
    version=1,
    role="language",
    globs=("**/Podfile.lock",),
    parse=late("swift.parse_podfile_lock", "parse_podfile_lock"),
    declared=True,
)

CATALOGERS = (RESOLVED, PODFILE_LOCK)
