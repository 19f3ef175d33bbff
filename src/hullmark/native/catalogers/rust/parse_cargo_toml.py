"""``Cargo.toml``: the crate itself, and what it pins to one version or one revision.

Requirements are ranges (``1.2`` means ``>=1.2, <2``): they say what may be built, not what is.
https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html
"""

import re
from collections.abc import Iterator
from typing import Any

from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.rust.parse_cargo_lock import SOURCES
from hullmark.native.catalogers.text_document import decode_toml

_KINDS = ("dependencies", "build-dependencies", "dev-dependencies")
_KEY = re.compile(r"""[ \t]*(?:\[(?:[^\]\n]*\.)?)?["']?([A-Za-z0-9_-]+)["']?[ \t]*[=.\]]""")
_PIN = re.compile(r"=\s*(\d+\.\d+\.\d[0-9A-Za-z.+-]*)")


def parse_cargo_toml(file: File) -> Iterator[Package]:
    """Yield the crate of a manifest and its pinned dependencies."""
    if any(folder in file.path for folder in SOURCES):
        return
    document, text = decode_toml(file.data)
    lines = _lines(text)
    own = document.get("package") or document.get("project")
    if isinstance(own, dict):
        yield from _own(own, document, lines)
    for kind, name, need in _needs(document):
        yield from _pinned(name, need, lines, development=kind == "dev-dependencies")


def _own(own: dict[str, Any], document: dict[str, Any], lines: dict[str, int]) -> Iterator[Package]:
    name = own.get("name")
    shared = _table(_table(document.get("workspace")).get("package"))
    version = _inherited(own.get("version"), shared.get("version"))
    license_ = _inherited(own.get("license"), shared.get("license"))
    if isinstance(name, str) and name and version:
        yield Package(
            type="cargo",
            name=name,
            version=version,
            licenses=(license_,) if license_ else (),
            evidence=Evidence.DECLARED,
            line=lines.get("package") or lines.get("project"),
        )


def _inherited(value: object, shared: object) -> str:
    """Return a field, or the workspace's where the crate takes that (in the same file)."""
    if isinstance(value, dict) and value.get("workspace") is True:
        value = shared
    return value if isinstance(value, str) else ""


def _needs(document: dict[str, Any]) -> Iterator[tuple[str, str, object]]:
    """Yield kind, name and requirement of every dependency, those of targets among them."""
    places = [document, _table(document.get("workspace"))]
    places += [_table(target) for target in _table(document.get("target")).values()]
    for place in places:
        for kind in _KINDS:
            for name, need in _table(place.get(kind)).items():
                yield kind, name, need


def _pinned(
    name: str, need: object, lines: dict[str, int], *, development: bool
) -> Iterator[Package]:
    table: dict[str, Any] = need if isinstance(need, dict) else {"version": need}
    for key in ("version", "git", "rev", "package"):
        if not isinstance(table.get(key, ""), str):
            raise UnreadableFileError(f"'{key}' of dependency '{name[:100]}' is not a text")
    pin = _PIN.fullmatch(table.get("version", "").strip())
    revision = table.get("rev", "") if table.get("git") else ""
    if pin is None and not revision:
        return
    yield Package(
        type="cargo",
        name=table.get("package") or name,
        version=pin[1] if pin else "",
        evidence=Evidence.DECLARED,
        line=lines.get(name),
        qualifiers=(("vcs_url", f"git+{table['git']}@{revision}"),) if revision else (),
        direct=True,
        development=development,
    )


def _lines(text: str) -> dict[str, int]:
    """Return the first line of every key, and of every table by the last part of its name."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if found := _KEY.match(line):
            lines.setdefault(found[1], number)
    return lines


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
