"""``manifest.toml``: what Gleam resolved, from Hex, Git and folders."""

import re
from collections.abc import Iterator

from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import File, Package
from hullmark.native.catalogers.text_document import decode_toml

_ENTRY = re.compile(r'^[ \t]*\{[ \t]*name[ \t]*=[ \t]*"([^"\n]{1,200})"', re.MULTILINE)


def parse_manifest(file: File) -> Iterator[Package]:
    """Yield the locked packages; other files of this name have none of this shape."""
    if b"packages" not in file.data[:]:
        return
    document, text = decode_toml(file.data)
    packages, asked = document.get("packages"), document.get("requirements")
    lines = _lines(text)
    for entry in packages if isinstance(packages, list) else ():
        if not isinstance(entry, dict) or "build_tools" not in entry:
            continue
        name, version = entry.get("name"), entry.get("version")
        if isinstance(name, str) and name and isinstance(version, str) and version:
            yield Package(
                type="hex",
                name=name,
                version=version,
                evidence=Evidence.DECLARED,
                line=lines.get(name),
                direct=name in asked if isinstance(asked, dict) else None,
            )


def _lines(text: str) -> dict[str, int]:
    lines: dict[str, int] = {}
    at, line = 0, 1
    for found in _ENTRY.finditer(text):
        line += text.count("\n", at, found.start())
        at = found.start()
        lines.setdefault(found[1], line)
    return lines
