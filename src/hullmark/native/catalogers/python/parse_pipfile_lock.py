"""``Pipfile.lock``: what Pipenv resolved, for running (``default``) and developing."""

from collections.abc import Iterator
from typing import Any

from hullmark.model.component import Evidence
from hullmark.native.catalogers.json_document import decode_object
from hullmark.native.catalogers.line_finder import LineFinder
from hullmark.native.catalogers.record import File, Package

_META = "_meta"
_DEVELOPMENT = "develop"


def parse_pipfile_lock(file: File) -> Iterator[Package]:
    """Yield the pinned packages; those from a repository or a path have no version there."""
    lock = decode_object(file.data)
    lines = LineFinder(file.data)
    for section, entries in lock.items():  # pipenv also writes categories of the user's own
        if section != _META and isinstance(entries, dict):
            yield from _section(entries, lines, development=section == _DEVELOPMENT)


def _section(entries: dict[str, Any], lines: LineFinder, *, development: bool) -> Iterator[Package]:
    for name, entry in entries.items():
        line = lines.key(name)
        version = entry.get("version") if isinstance(entry, dict) else None
        if name and isinstance(version, str) and version.startswith("=="):
            pinned = version.lstrip("=").strip()
            if pinned:
                yield Package(
                    type="pypi",
                    name=name,
                    version=pinned,
                    evidence=Evidence.DECLARED,
                    line=line,
                    development=development,
                )
