"""``Package.resolved`` of the Swift Package Manager, versions 1 to 3."""

import re
from collections.abc import Iterator
from typing import Any

from hullmark.model.component import Evidence
from hullmark.native.catalogers.json_document import decode_object
from hullmark.native.catalogers.record import File, Package

_SCP = re.compile(r"(?:[\w.-]+@)?([\w.-]+):(?!/)(.+)")
_OPENS = re.compile(rb'\{\s*"(?:identity|package)"')


def parse_resolved(file: File) -> Iterator[Package]:
    """Yield the pinned packages, named by their repository as advisories name them."""
    document = decode_object(file.data)
    inner = document.get("object")
    pins = (inner if isinstance(inner, dict) else document).get("pins")
    lines = _lines(file, pins)
    for index, pin in enumerate(pins if isinstance(pins, list) else ()):
        if not isinstance(pin, dict):
            continue
        name = _name(pin)
        version = _version(pin.get("state"))
        if name and version:
            yield Package(
                type="swift",
                name=name,
                version=version,
                evidence=Evidence.DECLARED,
                line=lines[index] if lines else None,
            )


def _name(pin: dict[str, Any]) -> str:
    """Return ``host/owner/repository``, or the identity of a package from a registry."""
    location = pin.get("location") or pin.get("repositoryURL") or ""
    if not isinstance(location, str) or not location:
        identity = pin.get("identity") or pin.get("package") or ""
        return identity.replace(".", "/", 1) if isinstance(identity, str) else ""
    scheme, separator, rest = location.partition("://")
    if separator:
        name = rest.rpartition("@")[2] if scheme != "file" else ""
    elif found := _SCP.fullmatch(location):
        name = f"{found[1]}/{found[2]}"
    else:
        name = ""  # a folder of this machine
    return name.rstrip("/").removesuffix(".git").strip("/")


def _version(state: object) -> str:
    """Return the version, or the branch, or the commit, whichever comes first."""
    if isinstance(state, dict):
        for key in ("version", "branch", "revision"):
            value = state.get(key)
            if isinstance(value, str) and value:
                return value
    return ""


def _lines(file: File, pins: object) -> list[int]:
    """Return the lines on which pins open; nothing where it cannot be told."""
    lines: list[int] = []
    at, line = 0, 1
    content = file.data[:]
    for found in _OPENS.finditer(content):
        line += content.count(b"\n", at, found.start())
        at = found.start()
        lines.append(line)
    return lines if isinstance(pins, list) and len(lines) == len(pins) else []
