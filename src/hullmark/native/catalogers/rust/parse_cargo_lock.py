"""``Cargo.lock``: every crate of a workspace at its version.

Crates without a source are the workspace's own; what they need is direct. The file does not say
what only tests need. https://doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html
"""

from collections.abc import Iterator
from typing import Any

from hullmark.model.component import Evidence
from hullmark.native.catalogers.line_finder import table_lines
from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.text_document import decode_toml

SOURCES = (".cargo/registry/", ".cargo/git/")
"""Folders of downloaded sources, whose own files say nothing about what is here."""
_INDEXES = ("registry+https://github.com/rust-lang/crates.io-index", "sparse+https://index.crates.")


def parse_cargo_lock(file: File) -> Iterator[Package]:
    """Yield the locked crates, the workspace's own among them."""
    if any(folder in file.path for folder in SOURCES):
        return
    document, text = decode_toml(file.data)
    tables = document.get("package", [])
    if not isinstance(tables, list):
        raise UnreadableFileError("'package' of the lock file is not a list of tables")
    lines = table_lines(text, "package")
    certain = len(lines) == len(tables)
    own = [table for table in tables if isinstance(table, dict) and "source" not in table]
    direct = {
        wanted
        for table in own
        for need in _strings(table.get("dependencies"))
        for wanted in _need(need)
    }
    for index, table in enumerate(tables):
        if isinstance(table, dict):
            yield from _package(
                table, line=lines[index] if certain else None, direct=direct if own else None
            )


def _package(
    table: dict[str, Any], *, line: int | None, direct: set[str] | None
) -> Iterator[Package]:
    name, version, source = (_text(table.get(key)) for key in ("name", "version", "source"))
    if not name or not version:
        raise UnreadableFileError("a package of the lock file has no name or no version")
    asked = None
    if direct is not None and source:
        asked = name in direct or f"{name} {version}" in direct
    yield Package(
        type="cargo",
        name=name,
        version=version,
        evidence=Evidence.DECLARED,
        line=line,
        qualifiers=_origin(source),
        direct=asked,
    )


def _origin(source: str) -> tuple[tuple[str, str], ...]:
    """Return where a crate comes from, unless that is crates.io or the workspace."""
    if source.startswith("git+"):
        url, _, revision = source.partition("#")
        plain = url.partition("?")[0]
        return (("vcs_url", f"{plain}@{revision}" if revision else plain),)
    if not source or source.startswith(_INDEXES):
        return ()
    return (("repository_url", source.partition("+")[2]),)


def _need(need: str) -> tuple[str, ...]:
    """Return what identifies a need: ``name``, or ``name version`` where versions are several."""
    name, _, rest = need.partition(" ")
    version = rest.partition(" ")[0]
    return (f"{name} {version}",) if version else (name,)


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
