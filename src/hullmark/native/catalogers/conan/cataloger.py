"""Which files speak of Conan packages, and who reads them."""

from hullmark.native.catalogers.record import Cataloger, late

LOCK = Cataloger(
    name="conan-lock",
    version=1,
    role="language",
    globs=("**/conan.lock",),
    parse=late("conan.parse_lock", "parse_lock"),
    declared=True,
)
CONANFILE = Cataloger(
    name="conan-conanfile",
    version=1,
    role="language",
    globs=("**/conanfile.txt",),
    parse=late("conan.parse_text", "parse_conanfile"),
    declared=True,
)
INSTALLED = Cataloger(
    name="conan-installed",
    version=1,
    role="language",
    globs=("**/conaninfo.txt",),
    parse=late("conan.parse_text", "parse_conaninfo"),
)

CATALOGERS = (LOCK, CONANFILE, INSTALLED)
