"""Which files speak of dependencies of Maven projects, and who reads them."""

from hullmark.native.catalogers.record import Cataloger, late

POM = Cataloger(
    name="maven-pom",
    version=1,
    role="language",
    globs=("**/pom.xml",),
    parse=late("maven.parse_pom", "parse_pom"),
    declared=True,
)

CATALOGERS = (POM,)
