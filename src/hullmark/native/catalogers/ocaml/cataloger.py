"""Finds packages of opam."""

from hullmark.native.catalogers.record import Cataloger, late

OPAM = Cataloger(
    name="ocaml-opam",
    version=1,
    role="language",
    globs=("**/*.*/opam", "**/*.opam"),
    parse=late("ocaml.parse_opam", "parse_opam"),
)

CATALOGERS = (OPAM,)
