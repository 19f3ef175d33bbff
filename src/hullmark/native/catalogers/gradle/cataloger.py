"""Which files speak of dependencies of Gradle projects, and who reads them."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def _lockfile(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.gradle.parse_lockfile import parse_lockfile  # noqa: PLC0415 - rare

    return parse_lockfile(file)


def _verification(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.gradle.parse_verification import parse_verification  # noqa: PLC0415 - rare

    return parse_verification(file)


LOCKFILE = Cataloger(
    name="gradle-lockfile",
    version=1,
    role="language",
    globs=("**/*gradle.lockfile", "**/dependency-locks/*.lockfile"),
    parse=_lockfile,
    declared=True,
)
VERIFICATION = Cataloger(
    name="gradle-verification-metadata",
    version=1,
    role="language",
    globs=("**/verification-metadata.xml",),
    parse=_verification,
    declared=True,
)

CATALOGERS = (LOCKFILE, VERIFICATION)
