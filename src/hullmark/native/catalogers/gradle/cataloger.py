"""Which files speak of dependencies of Gradle projects, and who reads them."""

from hullmark.native.catalogers.record import Cataloger, late

LOCKFILE = Cataloger(
    name="gradle-lockfile",
    version=1,
    role="language",
    globs=("**/*gradle.lockfile", "**/dependency-locks/*.lockfile"),
    parse=late("gradle.parse_lockfile", "parse_lockfile"),
    declared=True,
)
VERIFICATION = Cataloger(
    name="gradle-verification-metadata",
    version=1,
    role="language",
    globs=("**/verification-metadata.xml",),
    parse=late("gradle.parse_verification", "parse_verification"),
    declared=True,
)

CATALOGERS = (LOCKFILE, VERIFICATION)
