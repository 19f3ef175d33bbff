"""Which files speak of Dart packages, and who reads them."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def _lock(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.dart.parse_pubspec import parse_lock  # noqa: PLC0415 - rare

    return parse_lock(file)


def _pubspec(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.dart.parse_pubspec import parse_pubspec  # noqa: PLC0415 - rare

    return parse_pubspec(file)


LOCK = Cataloger(
    name="dart-pubspec-lock",
    version=1,
    role="language",
    globs=("**/pubspec.lock",),
    parse=_lock,
    declared=True,
)
INSTALLED = Cataloger(
    name="dart-installed",
    version=1,
    role="language",
    globs=("**/pubspec.yaml",),
    parse=_pubspec,
)

CATALOGERS = (LOCK, INSTALLED)
