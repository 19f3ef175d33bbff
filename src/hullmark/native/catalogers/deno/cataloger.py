"""Which files speak of Deno's packages, and who reads them."""

from hullmark.native.catalogers.record import Cataloger, late

LOCK = Cataloger(
    name="deno-lock",
    version=1,
    role="language",
    globs=("**/deno.lock",),
    parse=late("deno.parse_lock", "parse_lock"),
    declared=True,
)

CATALOGERS = (LOCK,)
