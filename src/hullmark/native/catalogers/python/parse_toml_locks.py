"""Lock files in TOML: Poetry, uv, PDM and the standard ``pylock.toml`` (PEP 751)."""

from collections.abc import Iterable, Iterator
from typing import Any

from hullmark.model.component import Evidence
from hullmark.native.catalogers.line_finder import table_lines
from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.text_document import decode_toml

_DEVELOPMENT = frozenset({"dev", "develop", "development", "test", "tests", "lint", "docs"})
"""Groups that only serve to build or test, as projects name them."""


def parse_poetry_lock(file: File) -> Iterator[Package]:
    """Yield the packages of ``poetry.lock``; development ones by category or groups."""
    for table, line in _tables(file, "package"):
        groups = _strings(table.get("groups"))
        yield from _package(
            table,
            line=line,
            development=table.get("category") == "dev" or _only_development(groups),
        )


def parse_pdm_lock(file: File) -> Iterator[Package]:
    """Yield the packages of ``pdm.lock``."""
    for table, line in _tables(file, "package"):
        groups = _strings(table.get("groups"))
        yield from _package(table, line=line, development=_only_development(groups))


def parse_pylock(file: File) -> Iterator[Package]:
    """Yield the packages of ``pylock.toml``; the project itself has no version there."""
    for table, line in _tables(file, "packages"):
        yield from _package(table, line=line)


def parse_uv_lock(file: File) -> Iterator[Package]:
    """Yield the packages of ``uv.lock`` without the project itself."""
    tables = list(_tables(file, "package"))
    roots = [table for table, _ in tables if _is_project(table)]
    wanted = _names(table.get("dependencies") for table in roots)
    for root in roots:
        wanted |= _names(_mapping(root.get("optional-dependencies")).values())
    tested = _names(
        group for root in roots for group in _mapping(root.get("dev-dependencies")).values()
    )
    needed = _reachable(tables, wanted)
    for table, line in tables:
        if _is_project(table):
            continue
        name = table.get("name")
        yield from _package(
            table,
            line=line,
            direct=name in wanted or name in tested if roots else None,
            development=bool(roots) and name not in needed,
        )


def _tables(file: File, key: str) -> Iterator[tuple[dict[str, Any], int | None]]:
    """Yield the tables of the array ``key`` with their lines, where these are certain."""
    document, text = decode_toml(file.data)
    tables = document.get(key, [])
    if not isinstance(tables, list):
        raise UnreadableFileError(f"'{key}' is not a list of tables")
    lines = table_lines(text, key)
    certain = len(lines) == len(tables)
    for index, table in enumerate(tables):
        if isinstance(table, dict):
            yield table, lines[index] if certain else None


def _package(
    table: dict[str, Any],
    *,
    line: int | None,
    direct: bool | None = None,
    development: bool = False,
) -> Iterator[Package]:
    name, version = table.get("name"), table.get("version")
    if isinstance(name, str) and isinstance(version, str) and name and version:
        yield Package(
            type="pypi",
            name=name,
            version=version,
            evidence=Evidence.DECLARED,
            line=line,
            direct=direct,
            development=development,
        )


def _only_development(groups: list[str]) -> bool:
    return bool(groups) and all(group.lower() in _DEVELOPMENT for group in groups)


def _is_project(table: dict[str, Any]) -> bool:
    """Tell the project that the lock belongs to: virtual, or the folder itself."""
    source = _mapping(table.get("source"))
    return "virtual" in source or "." in (source.get("editable"), source.get("directory"))


def _reachable(
    tables: Iterable[tuple[dict[str, Any], int | None]], start: Iterable[str]
) -> set[str]:
    """Return all names that the start needs, over any number of steps."""
    needs: dict[str, set[str]] = {}
    for table, _ in tables:
        name = table.get("name")
        if isinstance(name, str):
            listed = [table.get("dependencies")]
            listed.extend(_mapping(table.get("optional-dependencies")).values())
            needs.setdefault(name, set()).update(_names(listed))
    seen: set[str] = set()
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(needs.get(name, ()))
    return seen


def _names(lists: Iterable[object]) -> set[str]:
    return {
        entry["name"]
        for entries in lists
        if isinstance(entries, list)
        for entry in entries
        if isinstance(entry, dict) and isinstance(entry.get("name"), str)
    }


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
