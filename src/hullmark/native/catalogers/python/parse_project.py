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
_EXACT = re.compile(r"(?:={1,3}\s*)?v?\d[\w.!+-]*")
"""A version constraint that one version meets."""
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
    tools = document.get("tool")
    if isinstance(tools, dict):
        yield from _of_tools(tools, text)


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


def _of_tools(tools: dict[str, Any], text: str) -> Iterator[Package]:
    """Yield the pins in the tables of PDM, uv and Poetry."""
    yield from _of_groups(_table(tools.get("pdm")).get("dev-dependencies"), text, development=True)
    uv = _table(tools.get("uv")).get("dev-dependencies")
    yield from _pinned(uv, text, development=True)
    poetry = _table(tools.get("poetry"))
    yield from _of_poetry(poetry.get("dependencies"), text, development=False)
    yield from _of_poetry(poetry.get("dev-dependencies"), text, development=True)
    for group in _table(poetry.get("group")).values():
        yield from _of_poetry(_table(group).get("dependencies"), text, development=True)


def _of_poetry(stated: Any, text: str, *, development: bool) -> Iterator[Package]:
    """Yield what Poetry's tables pin: a bare version is exact there."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        lines.setdefault(line.partition("=")[0].strip().strip("\"'"), number)
    for name, wanted in _table(stated).items():
        version = _table(wanted).get("version", wanted)
        if isinstance(version, str) and _EXACT.fullmatch(version.strip()):
            found = pin_of(f"{name}=={version.strip().lstrip('= ')}")
            if found is not None and name.lower() != "python":
                yield _package(found, line=lines.get(name), development=development)


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


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
