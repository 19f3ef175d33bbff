"""Which files speak of Dart packages, and who reads them."""

from hullmark.native.catalogers.record import Cataloger, late

LOCK = Cataloger(
    name="dart-pubspec-lock",
    version=1,
    role="language",
    globs=("**/pubspec.lock",),
    parse=late("dart.parse_pubspec", "parse_lock"),
    declared=True,
)
INSTALLED = Cataloger(
    name="dart-installed",
    version=1,
    role="language",
    globs=("**/pubspec.yaml",),
    parse=late("dart.parse_pubspec", "parse_pubspec"),
)

CATALOGERS = (LOCK, INSTALLED)
