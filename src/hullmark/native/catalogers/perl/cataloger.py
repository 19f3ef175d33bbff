"""Which files speak of Perl distributions, and who reads them."""

from hullmark.native.catalogers.record import Cataloger, late

INSTALLED = Cataloger(
    name="perl-installed",
    version=1,
    role="language",
    globs=("**/META.json", "**/MYMETA.json"),
    parse=late("perl.parse_meta", "parse_meta"),
)
SNAPSHOT = Cataloger(
    name="perl-cpanfile-snapshot",
    version=1,
    role="language",
    globs=("**/cpanfile.snapshot",),
    parse=late("perl.parse_snapshot", "parse_snapshot"),
    declared=True,
)

CATALOGERS = (INSTALLED, SNAPSHOT)
