"""``Manifest.toml`` of Julia, formats 1 and 2: every package of an environment.

https://pkgdocs.julialang.org/v1/toml-files/
"""

import re
from collections.abc import Iterator

from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import File, Package
from hullmark.native.catalogers.text_document import decode_toml

_HEADER = re.compile(
    r"""^\[\[\s*(?:deps\s*\.\s*)?["']?([^\]"'.]{1,200}?)["']?\s*\]\]""", re.MULTILINE
)


def parse_manifest(file: File) -> Iterator[Package]:
    """Yield the packages; those of the standard library have the version of Julia."""
    document, text = decode_toml(file.data)
    julia = document.get("julia_version")
    julia = julia if isinstance(julia, str) else ""
    deps = document.get("deps") if "manifest_format" in document else document
    lines = _lines(text)
    for name, entries in deps.items() if isinstance(deps, dict) else ():
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            uuid = entry.get("uuid") if isinstance(entry, dict) else None
            if not isinstance(uuid, str) or not uuid:
                continue
            version = entry.get("version")
            if not isinstance(version, str):
                bundled = "git-tree-sha1" not in entry and "path" not in entry
                version = julia if bundled else ""
            yield Package(
                type="julia",
                name=name,
                version=version,
                evidence=Evidence.DECLARED,
                line=lines[name][index] if len(lines.get(name, ())) > index else None,
                qualifiers=(("uuid", uuid),),
            )


def _lines(text: str) -> dict[str, list[int]]:
    """Return the lines on which the tables of each name open."""
    lines: dict[str, list[int]] = {}
    at, line = 0, 1
    for found in _HEADER.finditer(text):
        line += text.count("\n", at, found.start())
        at = found.start()
        lines.setdefault(found[1], []).append(line)
    return lines
