"""Which files speak of Conan packages, and who reads them."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def _lock(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.conan.parse_lock import parse_lock  # noqa: PLC0415 - rare

    return parse_lock(file)


def _conanfile(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.conan.parse_text import parse_conanfile  # noqa: PLC0415 - rare

    return parse_conanfile(file)


def _conaninfo(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.conan.parse_text import parse_conaninfo  # noqa: PLC0415 - rare

    return parse_conaninfo(file)


LOCK = Cataloger(
    name="conan-lock",
    version=1,
    role="language",
    globs=("**/conan.lock",),
    parse=_lock,
    declared=True,
)
CONANFILE = Cataloger(
    name="conan-conanfile",
    version=1,
    role="language",
    globs=("**/conanfile.txt",),
    parse=_conanfile,
    declared=True,
)
INSTALLED = Cataloger(
    name="conan-installed",
    version=1,
    role="language",
    globs=("**/conaninfo.txt",),
    parse=_conaninfo,
)

CATALOGERS = (LOCK, CONANFILE, INSTALLED)
