"""Which files speak of Go modules, and who reads them."""

from hullmark.native.catalogers.golang.needle import NEEDLE
from hullmark.native.catalogers.record import Cataloger, late

BINARY = Cataloger(
    name="go-binary",
    version=1,
    role="language",
    needles=(NEEDLE,),
    parse=late("golang.parse_build_info", "parse_executable"),
)
GO_MOD = Cataloger(
    name="go-mod",
    version=1,
    role="language",
    globs=("**/go.mod",),
    parse=late("golang.parse_go_mod", "parse_go_mod"),
    declared=True,
)
GO_SUM = Cataloger(
    name="go-sum",
    version=1,
    role="language",
    globs=("**/go.sum",),
    parse=late("golang.parse_go_sum", "parse_go_sum"),
    declared=True,
)

CATALOGERS = (BINARY, GO_MOD, GO_SUM)
