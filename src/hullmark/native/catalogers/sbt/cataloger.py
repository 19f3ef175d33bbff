"""Which files speak of dependencies of sbt projects, and who reads them."""

from hullmark.native.catalogers.record import Cataloger, late

SBT_LOCK = Cataloger(
    name="sbt-lock",
    version=1,
    role="language",
    globs=("**/build.sbt.lock",),
    parse=late("sbt.parse_sbt_lock", "parse_sbt_lock"),
    declared=True,
)

CATALOGERS = (SBT_LOCK,)
