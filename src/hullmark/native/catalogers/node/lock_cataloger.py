"""Which lock files of Yarn, pnpm and Bun speak of npm packages, and who reads them."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def _bun_lock(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.node.parse_bun_lock import parse_bun_lock  # noqa: PLC0415 - rare

    return parse_bun_lock(file)


def _pnpm_lock(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.node.parse_pnpm_lock import parse_pnpm_lock  # noqa: PLC0415 - rare

    return parse_pnpm_lock(file)


def _yarn_lock(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.node.parse_yarn_lock import parse_yarn_lock  # noqa: PLC0415 - rare

    return parse_yarn_lock(file)


YARN_LOCK = Cataloger(
    name="node-yarn-lock",
    version=1,
    role="language",
    globs=("**/yarn.lock",),
    parse=_yarn_lock,
    declared=True,
)
PNPM_LOCK = Cataloger(
    name="node-pnpm-lock",
    version=1,
    role="language",
    globs=("**/pnpm-lock.yaml", "**/node_modules/.pnpm/lock.yaml"),
    parse=_pnpm_lock,
    declared=True,
)
BUN_LOCK = Cataloger(
    name="node-bun-lock",
    version=1,
    role="language",
    globs=("**/bun.lock",),
    parse=_bun_lock,
    declared=True,
)

LOCK_CATALOGERS = (YARN_LOCK, PNPM_LOCK, BUN_LOCK)
