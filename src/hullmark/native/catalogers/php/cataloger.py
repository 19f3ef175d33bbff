"""Which files speak of PHP packages, and who reads them."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def _composer_lock(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.php.parse_composer_lock import parse_composer_lock  # noqa: PLC0415 - rare

    return parse_composer_lock(file)


def _installed_json(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.php.parse_installed_json import parse_installed_json  # noqa: PLC0415 - rare

    return parse_installed_json(file)


def _installed_php(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.php.parse_installed_php import parse_installed_php  # noqa: PLC0415 - rare

    return parse_installed_php(file)


def _pear_registry(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.php.parse_pear_registry import parse_pear_registry  # noqa: PLC0415 - rare

    return parse_pear_registry(file)


INSTALLED = Cataloger(
    name="php-composer-installed",
    version=1,
    role="language",
    globs=("**/composer/installed.json",),
    parse=_installed_json,
)
INSTALLED_PHP = Cataloger(
    name="php-composer-runtime",
    version=1,
    role="language",
    globs=("**/composer/installed.php",),
    parse=_installed_php,
)
PEAR = Cataloger(
    name="php-pear-registry",
    version=1,
    role="language",
    globs=("**/.registry/*.reg", "**/.registry/.channel.*/*.reg"),
    parse=_pear_registry,
)
COMPOSER_LOCK = Cataloger(
    name="php-composer-lock",
    version=1,
    role="language",
    globs=("**/composer.lock",),
    parse=_composer_lock,
    declared=True,
)

CATALOGERS = (INSTALLED, INSTALLED_PHP, PEAR, COMPOSER_LOCK)
