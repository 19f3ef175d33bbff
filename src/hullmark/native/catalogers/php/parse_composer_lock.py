"""``composer.lock``: what a project needs to run, and what only its development needs.

https://getcomposer.org/doc/01-basic-usage.md#commit-your-composer-lock-file-to-version-control
"""

from collections.abc import Iterator

from hullmark.model.component import Evidence
from hullmark.native.catalogers.json_document import decode_object
from hullmark.native.catalogers.line_finder import LineFinder
from hullmark.native.catalogers.php.composer_package import to_package
from hullmark.native.catalogers.record import File, Package, UnreadableFileError


def parse_composer_lock(file: File) -> Iterator[Package]:
    """Yield the locked packages; the file does not say which of them are direct."""
    if "/vendor/" in f"/{file.path}":  # of a dependency: says nothing about what is here
        return
    document = decode_object(file.data)
    lines = LineFinder(file.data)
    for key, development in (("packages", False), ("packages-dev", True)):
        entries = document.get(key) or []
        if not isinstance(entries, list):
            raise UnreadableFileError(f"'{key}' of the lock file is not a list")
        for entry in entries:
            name = entry.get("name") if isinstance(entry, dict) else None
            line = lines.value("name", name) if isinstance(name, str) else None
            package = to_package(
                entry, evidence=Evidence.DECLARED, line=line, development=development
            )
            if package is not None:
                yield package
