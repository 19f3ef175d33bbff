"""Which files speak of Haskell packages, and who reads them."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def _freeze(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.haskell.parse_cabal_freeze import (  # noqa: PLC0415 - rare
        parse_cabal_freeze,
    )

    return parse_cabal_freeze(file)


def _stack(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.haskell.parse_stack import parse_stack  # noqa: PLC0415 - rare

    return parse_stack(file)


CABAL_FREEZE = Cataloger(
    name="haskell-cabal-freeze",
    version=1,
    role="language",
    globs=("**/cabal.project.freeze",),
    parse=_freeze,
    declared=True,
)
STACK = Cataloger(
    name="haskell-stack",
    version=1,
    role="language",
    globs=("**/stack.yaml.lock", "**/stack.yaml"),
    parse=_stack,
    declared=True,
)

CATALOGERS = (CABAL_FREEZE, STACK)
