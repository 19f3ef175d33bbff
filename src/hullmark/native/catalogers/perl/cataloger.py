"""Which files speak of Perl distributions, and who reads them."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def _installed(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.perl.parse_meta import parse_meta  # noqa: PLC0415 - rare

    return parse_meta(file)


def _snapshot(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.perl.parse_snapshot import (  # noqa: PLC0415 - rare
        parse_snapshot,
    )

    return parse_snapshot(file)


INSTALLED = Cataloger(
    name="perl-installed",
    version=1,
    role="language",
    globs=("**/META.json", "**/MYMETA.json"),
    parse=_installed,
)
SNAPSHOT = Cataloger(
    name="perl-cpanfile-snapshot",
    version=1,
    role="language",
    globs=("**/cpanfile.snapshot",),
    parse=_snapshot,
    declared=True,
)

CATALOGERS = (INSTALLED, SNAPSHOT)
