"""``mix.lock`` of Mix and ``rebar.lock`` of Rebar 3: terms of Elixir and Erlang, one a line."""

import re
from collections.abc import Iterator

from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.text_document import decode_text, numbered_lines

_HEX = re.compile(
    r'"(?P<key>[^"]{1,200})":?\s*(?:=>\s*)?\{:hex,\s*:"?(?P<name>[^\s,"]{1,200})"?,'
    r'\s*"(?P<version>[^"]{1,200})"'
)
_GIT = re.compile(
    r'"(?P<key>[^"]{1,200})":?\s*(?:=>\s*)?\{:git,\s*"(?P<url>[^"]{1,2000})",'
    r'\s*"(?P<commit>[^"]{1,200})"'
)
_REBAR = re.compile(
    r'<<"(?P<key>[^"]{1,200})">>,\s*\{(?:'
    r'pkg,\s*<<"(?P<name>[^"]{1,200})">>,\s*<<"(?P<version>[^"]{1,200})">>[^{}]{0,2000}'
    r'|git,\s*"(?P<url>[^"]{1,2000})",\s*\{ref,\s*"(?P<commit>[^"]{1,200})"\}[^{}]{0,2000}'
    r"|git_subdir,\s*\"[^\"]{1,2000}\",\s*\{ref,\s*\"(?P<subdir>[^\"]{1,200})\"\}[^{}]{0,2000}"
    r")\},\s*(?P<level>\d{1,9})\}"
)


def parse_mix_lock(file: File) -> Iterator[Package]:
    """Yield the packages of Hex, and those of Git repositories, which have no version."""
    opened = False
    for number, line in numbered_lines(file.data):
        opened = opened or "%{" in line
        if found := _HEX.search(line):
            yield _package(found["name"], found["version"], line=number)
        elif found := _GIT.search(line):
            yield _package(found["key"], "", line=number, source=_source(found))
    if not opened:
        raise UnreadableFileError("lock file of Mix holds no map")


def parse_rebar_lock(file: File) -> Iterator[Package]:
    """Yield the locked packages; a Git repository has its commit as version."""
    text = decode_text(file.data)
    if text.strip() and not text.lstrip().startswith(("{", "[", "%")):
        raise UnreadableFileError("lock file of Rebar holds no terms")
    at, line = 0, 1
    for found in _REBAR.finditer(text):
        line += text.count("\n", at, found.start())
        at = found.start()
        yield _package(
            found["name"] or found["key"],
            found["version"] or found["commit"] or found["subdir"],
            line=line,
            source=_source(found) if found["url"] else (),
            direct=found["level"] == "0",
        )


def _package(
    name: str,
    version: str,
    *,
    line: int,
    source: tuple[tuple[str, str], ...] = (),
    direct: bool | None = None,
) -> Package:
    return Package(
        type="hex",
        name=name,
        version=version,
        evidence=Evidence.DECLARED,
        line=line,
        qualifiers=source,
        direct=direct,
    )


def _source(found: re.Match[str]) -> tuple[tuple[str, str], ...]:
    """Return the repository and commit, unless the address holds credentials."""
    if "@" in found["url"]:
        return ()
    return (("vcs_url", f"git+{found['url']}@{found['commit']}"),)
