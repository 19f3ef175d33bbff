"""Which files speak of PHP packages, and who reads them."""

from hullmark.native.catalogers.record import Cataloger, late

INSTALLED = Cataloger(
    name="php-composer-installed",
    version=1,
    role="language",
    globs=("**/composer/installed.json",),
    parse=late("php.parse_installed_json", "parse_installed_json"),
)
INSTALLED_PHP = Cataloger(
    name="php-composer-runtime",
    version=1,
    role="language",
    globs=("**/composer/installed.php",),
    parse=late("php.parse_installed_php", "parse_installed_php"),
)
PEAR = Cataloger(
    name="php-pear-registry",
    version=1,
    role="language",
    globs=("**/.registry/*.reg", "**/.registry/.channel.*/*.reg"),
    parse=late("php.parse_pear_registry", "parse_pear_registry"),
)
COMPOSER_LOCK = Cataloger(
    name="php-composer-lock",
    version=1,
    role="language",
    globs=("**/composer.lock",),
    parse=late("php.parse_composer_lock", "parse_composer_lock"),
    declared=True,
)

CATALOGERS = (INSTALLED, INSTALLED_PHP, PEAR, COMPOSER_LOCK)
