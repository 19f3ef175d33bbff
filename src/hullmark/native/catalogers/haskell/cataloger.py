"""Which files speak of Haskell packages, and who reads them."""

from hullmark.native.catalogers.record import Cataloger, late

CABAL_FREEZE = Cataloger(
    name="haskell-cabal-freeze",
    version=1,
    role="language",
    globs=("**/cabal.project.freeze",),
    parse=late("haskell.parse_cabal_freeze", "parse_cabal_freeze"),
    declared=True,
)
STACK = Cataloger(
    name="haskell-stack",
    version=1,
    role="language",
    globs=("**/stack.yaml.lock", "**/stack.yaml"),
    parse=late("haskell.parse_stack", "parse_stack"),
    declared=True,
)

CATALOGERS = (CABAL_FREEZE, STACK)
