"""Which files speak of R packages, and who reads them."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def _installed(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.r.parse_description import (  # noqa: PLC0415 - rare
        parse_description,
    )

    return parse_description(file)


def _lock(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.r.parse_renv_lock import parse_renv_lock  # noqa: PLC0415 - rare

    return parse_renv_lock(file)


INSTALLED = Cataloger(
    name="r-installed",
    version=1,
    role="language",
    globs=("**/DESCRIPTION",),
    parse=_installed,
)
RENV_LOCK = Cataloger(
    name="r-renv-lock",
    version=1,
    role="language",
    globs=("**/renv.lock",),
    parse=_lock,
    declared=True,
)

CATALOGERS = (INSTALLED, RENV_LOCK)
