"""``vendor/composer/installed.json``: what Composer put into ``vendor``.

A list of packages until Composer 1; an object with a list, and the names that only development
needs, since Composer 2.
"""

from collections.abc import Iterator
from typing import Any

from hullmark.model.component import Evidence
from hullmark.native.catalogers.json_document import decode_json
from hullmark.native.catalogers.php.composer_package import to_package
from hullmark.native.catalogers.record import File, Package, UnreadableFileError


def parse_installed_json(file: File) -> Iterator[Package]:
    """Yield the installed packages."""
    document: Any = decode_json(file.data, as_=Any)
    development: object = ()
    if isinstance(document, dict):
        development = document.get("dev-package-names", ())
        document = document.get("packages")
    if not isinstance(document, list):
        raise UnreadableFileError("holds no list of packages")
    names = frozenset(
        name
        for name in (development if isinstance(development, list) else ())
        if isinstance(name, str)
    )
    for entry in document:
        package = to_package(
            entry,
            evidence=Evidence.INSTALLED,
            development=isinstance(entry, dict) and str(entry.get("name")) in names,
        )
        if package is not None:
            yield package
