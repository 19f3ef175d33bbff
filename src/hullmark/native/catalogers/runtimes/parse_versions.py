"""Runtimes that asdf, mise, nvm and their kin are asked for.

Only numbers count: ``lts/*``, ``latest``, ``system`` and ``ref:`` name nothing an advisory could
speak of. Of several versions in one line the first is used and the others are alternatives.
"""

import re
from collections.abc import Iterator

from hullmark.model.component import Evidence
from hullmark.native.catalogers.installed_place import is_installed_place
from hullmark.native.catalogers.record import File, Package
from hullmark.native.catalogers.text_document import decode_toml, numbered_lines

_TEXT_BYTES = 1024 * 1024
_VERSION = re.compile(r"v?(?P<version>\d[\w.+-]*)")


def parse_tool_versions(file: File) -> Iterator[Package]:
    """Yield the tools of ``.tool-versions``: a name and one or more versions per line."""
    if is_installed_place(file.path):
        return
    for number, line in numbered_lines(file.data, limit_bytes=_TEXT_BYTES):
        words = line.partition("#")[0].split()
        found = _VERSION.fullmatch(words[1]) if len(words) > 1 else None
        if found is not None:
            yield _asked("asdf", words[0], found["version"], number)


def parse_node_version(file: File) -> Iterator[Package]:
    """Yield Node.js at the version of ``.node-version`` or ``.nvmrc``, their first line."""
    if is_installed_place(file.path):
        return
    for number, line in numbered_lines(file.data, limit_bytes=_TEXT_BYTES):
        if word := line.partition("#")[0].strip():
            if (found := _VERSION.fullmatch(word)) is not None:
                yield _asked("generic", "nodejs", found["version"], number)
            return


def parse_mise(file: File) -> Iterator[Package]:
    """Yield the tools of ``mise.toml``: a version, a list of them, or a table with one."""
    if is_installed_place(file.path):
        return
    document, text = decode_toml(file.data)
    tools = document.get("tools")
    for name, asked in tools.items() if isinstance(tools, dict) else ():
        each = asked[0] if isinstance(asked, list) and asked else asked
        word = each.get("version") if isinstance(each, dict) else each
        found = _VERSION.fullmatch(word) if isinstance(word, str) else None
        if found is not None:
            at = text.find(name)
            yield _asked("mise", name, found["version"], text.count("\n", 0, at) + 1)


def _asked(purl_type: str, name: str, version: str, line: int) -> Package:
    return Package(
        type=purl_type,
        name=name,
        version=version,
        evidence=Evidence.DECLARED,
        line=line,
        direct=True,
    )
