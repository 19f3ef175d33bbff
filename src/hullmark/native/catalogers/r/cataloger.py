"""Which files speak of R packages, and who reads them."""

from hullmark.native.catalogers.record import Cataloger, late

INSTALLED = Cataloger(
    name="r-installed",
    version=1,
    role="language",
    globs=("**/DESCRIPTION",),
    parse=late("r.parse_description", "parse_description"),
)
RENV_LOCK = Cataloger(
    name="r-renv-lock",
    version=1,
    role="language",
    globs=("**/renv.lock",),
    parse=late("r.parse_renv_lock", "parse_renv_lock"),
    declared=True,
)

CATALOGERS = (INSTALLED, RENV_LOCK)
