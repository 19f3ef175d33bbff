"""Which files speak of Conda packages, and who reads them."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record, late


def _lock(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.conda import parse_locks  # noqa: PLC0415 - rare

    if file.path.endswith("pixi.lock"):
        return parse_locks.parse_pixi_lock(file)
    return parse_locks.parse_conda_lock(file)


INSTALLED = Cataloger(
    name="conda-installed",
    version=1,
    role="language",
    globs=("**/conda-meta/*",),
    parse=late("conda.parse_meta", "parse_meta"),
)
ENVIRONMENT = Cataloger(
    name="conda-environment",
    version=1,
    role="language",
    globs=("**/environment.yml", "**/environment.yaml"),
    parse=late("conda.parse_environment", "parse_environment"),
    declared=True,
)
LOCK = Cataloger(
    name="conda-lock",
    version=1,
    role="language",
    globs=("**/pixi.lock", "**/conda-lock.yml"),
    parse=_lock,
    declared=True,
)

CATALOGERS = (INSTALLED, ENVIRONMENT, LOCK)
