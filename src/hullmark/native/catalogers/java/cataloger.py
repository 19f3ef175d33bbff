"""Which files are Java archives, and who reads them."""

from hullmark.native.catalogers.java.parse_archive import SUFFIXES, parse_archive
from hullmark.native.catalogers.record import Cataloger

ARCHIVE = Cataloger(
    name="java-archive",
    version=1,
    role="language",
    globs=tuple(f"**/*{suffix}" for suffix in SUFFIXES),
    parse=parse_archive,
)

CATALOGERS = (ARCHIVE,)
