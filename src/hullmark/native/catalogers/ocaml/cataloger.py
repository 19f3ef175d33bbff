"""Finds packages of opam."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def _opam(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.ocaml.parse_opam import parse_opam  # noqa: PLC0415 - rare

    return parse_opam(file)


OPAM = Cataloger(
    name="ocaml-opam",
    version=1,
    role="language",
    globs=("**/*.*/opam", "**/*.opam"),
    parse=_opam,
)

CATALOGERS = (OPAM,)
