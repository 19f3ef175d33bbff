"""Which files speak of dependencies of sbt projects, and who reads them."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def _sbt_lock(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.sbt.parse_sbt_lock import parse_sbt_lock  # noqa: PLC0415 - rare

    return parse_sbt_lock(file)


SBT_LOCK = Cataloger(
    name="sbt-lock",
    version=1,
    role="language",
    globs=("**/build.sbt.lock",),
    parse=_sbt_lock,
    declared=True,
)

CATALOGERS = (SBT_LOCK,)
