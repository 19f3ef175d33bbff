"""Which files are Java archives, and who reads them."""

from hullmark.native.catalogers.java.suffixes import SUFFIXES
from hullmark.native.catalogers.record import Cataloger, late

ARCHIVE = Cataloger(
    name="java-archive",
    version=2,
    role="language",
    globs=tuple(f"**/*{suffix}" for suffix in SUFFIXES),
    parse=late("java.parse_archive", "parse_archive"),
)

CATALOGERS = (ARCHIVE,)
