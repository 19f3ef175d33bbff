"""Which files speak of Deno's packages, and who reads them."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def _lock(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.deno.parse_lock import parse_lock  # noqa: PLC0415 - rare

    return parse_lock(file)


LOCK = Cataloger(
    name="deno-lock",
    version=1,
    role="language",
    globs=("**/deno.lock",),
    parse=_lock,
    declared=True,
)

CATALOGERS = (LOCK,)
