"""Which files speak of Go modules, and who reads them."""

from hullmark.native.catalogers.golang.parse_build_info import NEEDLE, parse_executable
from hullmark.native.catalogers.golang.parse_go_mod import parse_go_mod
from hullmark.native.catalogers.record import Cataloger

BINARY = Cataloger(
    name="go-binary",
    version=1,
    role="language",
    needles=(NEEDLE,),
    parse=parse_executable,
)
GO_MOD = Cataloger(
    name="go-mod",
    version=1,
    role="language",
    globs=("**/go.mod",),
    parse=parse_go_mod,
    declared=True,
)

CATALOGERS = (BINARY, GO_MOD)
