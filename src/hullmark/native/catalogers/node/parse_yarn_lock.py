"""``yarn.lock``: the form of Yarn 1, and the YAML of later ones, which is the same line by line.

Each entry starts at the margin with the requirements that it answers.
https://classic.yarnpkg.com/docs/yarn-lock
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from hullmark.model.component import Evidence
from hullmark.native.catalogers.node.npm_name import is_inside_modules, repository, split_name
from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.text_document import numbered_lines

_FIELD = re.compile(r' {2}"?(version|resolution|resolved|linkType)"?:?\s+(.*)')
_NEED = re.compile(r' {4}"?([^\s":]+)"?:?\s+(.*)')
_SECTION = re.compile(r' {2}"?(\w+)"?:')
_REGISTRY = re.compile(r"https?://.*?/((?:@[^/]+(?:/|%2[fF]))?[^/@]+)/-/[^/]+\.tgz(?:[#?].*)?")
_LOCAL = "0.0.0-use.local"
"""The version of a folder that is used as it is."""
_WORKSPACE = "workspace:"


@dataclass(slots=True)
class _Entry:
    line: int
    wanted: list[str]
    fields: dict[str, str] = field(default_factory=dict)
    needs: list[str] = field(default_factory=list)

    @property
    def is_workspace(self) -> bool:
        """Whether it is the project itself, or a part of it."""
        resolution = split_name(self.fields.get("resolution", ""))[1]
        wanted = split_name(self.wanted[0])[1] if self.wanted else ""
        return resolution.startswith(_WORKSPACE) or wanted.startswith(_WORKSPACE)


def parse_yarn_lock(file: File) -> Iterator[Package]:
    """Yield the locked packages without the project's own.

    Later forms list the project's parts as well; what these need is direct. Which of it only serves
    development no form says.
    """
    if is_inside_modules(file.path):
        return
    entries = list(_entries(file))
    own = [entry for entry in entries if entry.is_workspace]
    direct = {need for entry in own for need in entry.needs} if own else None
    for entry in entries:
        package = None if entry.is_workspace else _package(entry, direct)
        if package is not None:
            yield package


def _entries(file: File) -> Iterator[_Entry]:
    entry: _Entry | None = None
    section = ""
    for number, line in numbered_lines(file.data):
        line = line.rstrip()
        if not line or line.lstrip().startswith("#"):
            continue
        if not line[0].isspace():
            if entry is not None:
                yield entry
            if not line.endswith(":"):
                raise UnreadableFileError(f"line {number} of yarn.lock starts no entry")
            entry = _Entry(number, _wanted(line[:-1]))
        elif entry is not None:
            if found := _FIELD.fullmatch(line):
                entry.fields.setdefault(found[1], _unquoted(found[2]))
            elif found := _SECTION.fullmatch(line):
                section = found[1]
            elif section == "dependencies" and (found := _NEED.fullmatch(line)):
                entry.needs.extend(_requirements(found[1], _unquoted(found[2])))
    if entry is not None:
        yield entry


def _wanted(head: str) -> list[str]:
    """Return the requirements of a head line: separated by commas, quoted singly or together."""
    return [part.strip().strip('"').strip() for part in head.split(",") if part.strip(' "')]


def _requirements(name: str, range_: str) -> tuple[str, str]:
    """Return a need as head lines spell it, with and without the default protocol."""
    plain = range_.removeprefix("npm:")
    return f"{name}@{plain}", f"{name}@npm:{plain}"


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def _package(entry: _Entry, direct: set[str] | None) -> Package | None:
    """Return the package of an entry; the head of the file and used folders have none."""
    name, place = _resolved(entry)
    version = entry.fields.get("version", "")
    if not name or name == "__metadata" or not version or version == _LOCAL:
        return None
    from_git = place.startswith(("git", "ssh:")) or ".git#" in place
    return Package(
        type="npm",
        name=name,
        version=version,
        evidence=Evidence.DECLARED,
        line=entry.line,
        qualifiers=repository(place) if from_git else (),
        direct=not direct.isdisjoint(entry.wanted) if direct is not None else None,
    )


def _resolved(entry: _Entry) -> tuple[str, str]:
    """Return the package's own name, behind whatever alias, and where it comes from."""
    if resolution := entry.fields.get("resolution"):
        name, place = split_name(resolution)
        return name, place
    name, range_ = split_name(entry.wanted[0]) if entry.wanted else ("", "")
    place = entry.fields.get("resolved", "")
    if range_.startswith("npm:") and split_name(range_)[1]:
        name = split_name(range_.removeprefix("npm:"))[0]
    if found := _REGISTRY.fullmatch(place):
        name = found[1].replace("%2f", "/").replace("%2F", "/")
    return name, place
