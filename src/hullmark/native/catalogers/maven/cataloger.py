"""Which files speak of dependencies of Maven projects, and who reads them."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def _pom(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.maven.parse_pom import parse_pom  # noqa: PLC0415 - rare

    return parse_pom(file)


POM = Cataloger(
    name="maven-pom",
    version=1,
    role="language",
    globs=("**/pom.xml",),
    parse=_pom,
    declared=True,
)

CATALOGERS = (POM,)
