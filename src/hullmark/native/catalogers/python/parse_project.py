"""``pyproject.toml`` and ``setup.py``: the pins; ranges say what may be installed, not what is."""

import re
from collections.abc import Iterator
from typing import Any

from hullmark.model.component import Evidence
from hullmark.native.catalogers.installed_place import is_installed_place
from hullmark.native.catalogers.python.parse_requirements import pin_of
from hullmark.native.catalogers.record import File, Package
from hullmark.native.catalogers.text_document import decode_toml, numbered_lines

_SETUP_BYTES = 4 * 1024 * 1024
"""A setup.py; the longest real ones reach 100 KB."""
_QUOTED = re.compile(r""""([^"\\\n]{1,300})"|'([^'\\\n]{1,300})'""")


def parse_pyproject(file: File) -> Iterator[Package]:
    """Yield the pinned requirements of the project, of its extras and of its groups."""
    if is_installed_place(file.path):
        return
    document, text = decode_toml(file.data)
    project = document.get("project")
    if isinstance(project, dict):
        yield from _pinned(project.get("dependencies"), text, development=False)
        yield from _of_groups(project.get("optional-dependencies"), text, development=False)
    yield from _of_groups(document.get("dependency-groups"), text, development=True)


def parse_setup(file: File) -> Iterator[Package]:
    """Yield what is written as a pinned requirement; the file is a program and is not run."""
    if is_installed_place(file.path):
        return
    for number, line in numbered_lines(file.data, limit_bytes=_SETUP_BYTES):
        if "==" not in line or line.lstrip().startswith("#"):
            continue
        for double, single in _QUOTED.findall(line):
            found = pin_of((double or single).strip())
            if found is not None:
                yield _package(found, line=number, development=False)


def _of_groups(groups: Any, text: str, *, development: bool) -> Iterator[Package]:
    for entries in groups.values() if isinstance(groups, dict) else ():
        yield from _pinned(entries, text, development=development)


def _pinned(entries: Any, text: str, *, development: bool) -> Iterator[Package]:
    for entry in entries if isinstance(entries, list) else ():
        found = pin_of(entry.strip()) if isinstance(entry, str) and entry.strip() else None
        if found is not None:
            at = text.find(entry)
            line = text.count("\n", 0, at) + 1 if at >= 0 else None
            yield _package(found, line=line, development=development)


def _package(pin: tuple[str, str], *, line: int | None, development: bool) -> Package:
    return Package(
        type="pypi",
        name=pin[0],
        version=pin[1],
        evidence=Evidence.DECLARED,
        line=line,
        direct=True,
        development=development,
    )
