"""Finds what Spack installed."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def parse(file: File) -> Iterable[Record]:
    """Read the specification of one installation."""
    from hullmark.native.catalogers.spack.parse_spec import parse_spec  # noqa: PLC0415 - rare

    return parse_spec(file)


SPACK = Cataloger(
    name="spack",
    version=1,
    role="language",
    globs=("**/.spack/spec.json",),
    parse=parse,
)

CATALOGERS = (SPACK,)
