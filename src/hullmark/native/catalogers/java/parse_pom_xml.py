"""``pom.xml`` inside an archive: coordinates with inheritance, and licences.

expat is used directly, hardened: no entity may be declared, depth and text are bounded.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from hullmark.native.catalogers.java.parse_pom_properties import Coordinates
from hullmark.native.catalogers.record import UnreadableFileError

if TYPE_CHECKING:
    from pyexpat import XMLParserType

POM_BYTES = 4 * 1024 * 1024
"""One pom.xml; the longest real ones, of large parents, reach 200 KB."""
_DEPTH = 100
_TEXT = 4096
"""Characters of one value."""
_PROPERTIES = 10_000
_STEPS = 16
"""Placeholders that lead to placeholders."""
_PLACEHOLDER = re.compile(r"\$\{([^{}]+)\}")
_NAMES = ("groupId", "artifactId", "version")
_VALUES: dict[tuple[str, ...], str] = {
    **{("project", name): name for name in _NAMES},
    **{("project", "parent", name): f"parent.{name}" for name in _NAMES},
}
_PROPERTY = ("project", "properties")
_LICENSE = ("project", "licenses", "license")


class Pom(msgspec.Struct):
    """What one pom.xml says, nothing resolved."""

    values: dict[str, str] = msgspec.field(default_factory=dict)
    properties: dict[str, str] = msgspec.field(default_factory=dict)
    licenses: list[str] = msgspec.field(default_factory=list)

    @property
    def name(self) -> tuple[str, str]:
        """Group and artifact as written."""
        group = self.values.get("groupId") or self.values.get("parent.groupId", "")
        return group, self.values.get("artifactId", "")


def parse_pom_xml(data: bytes) -> Pom:
    """Return the parts of a POM that identify its artifact.

    Raises:
        UnreadableFileError: Not well-formed, declares entities, or is nested too deep.
    """
    from xml.parsers import expat  # noqa: PLC0415 - only images with Java pay for it

    reader = _Reader(expat.ParserCreate(namespace_separator=" "))
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise UnreadableFileError(f"pom.xml is not well-formed: {error}") from error
    return reader.pom


def resolve(pom: Pom, others: Mapping[tuple[str, str], Pom]) -> Coordinates:
    """Return the coordinates, parents and placeholders resolved as far as the archive allows."""
    lookup = _Lookup(pom, others)
    return Coordinates(
        group=lookup.value("groupId"),
        artifact=lookup.value("artifactId"),
        version=lookup.value("version"),
    )


class _Reader:
    """Collects the wanted elements of one document."""

    def __init__(self, parser: "XMLParserType") -> None:
        self.pom = Pom()
        self._path: list[str] = []
        self._license: dict[str, str] = {}
        self._text: list[str] | None = None
        self._length = 0
        self.parser = parser
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.parser.EntityDeclHandler = self._refuse

    def _start(self, tag: str, _attributes: object) -> None:
        if len(self._path) >= _DEPTH:
            raise UnreadableFileError(f"pom.xml is nested deeper than {_DEPTH}")
        self._path.append(tag.rpartition(" ")[2])
        self._text, self._length = [], 0

    def _data(self, text: str) -> None:
        if self._text is not None and self._length < _TEXT:
            self._text.append(text)
            self._length += len(text)

    def _end(self, _tag: str) -> None:
        if self._text is not None:
            self._keep(tuple(self._path), "".join(self._text)[:_TEXT].strip())
        if self._license and tuple(self._path) == _LICENSE:
            # The address says what the license is where it has no name.
            self.pom.licenses.append(self._license.get("name") or self._license["url"])
            self._license = {}
        self._path.pop()
        self._text = None

    def _keep(self, path: tuple[str, ...], text: str) -> None:
        name = _VALUES.get(path)
        if name is not None:
            self.pom.values.setdefault(name, text)
        elif path[:-1] == _PROPERTY and len(self.pom.properties) < _PROPERTIES:
            self.pom.properties[path[-1]] = text
        elif path[:-1] == _LICENSE and path[-1] in ("name", "url") and text:
            self._license[path[-1]] = " ".join(text.split())

    def _refuse(self, *_: object) -> None:
        raise UnreadableFileError("pom.xml declares entities")


class _Lookup:
    """Resolves values of one POM, its parents in the same archive included."""

    def __init__(self, pom: Pom, others: Mapping[tuple[str, str], Pom]) -> None:
        self._chain = [pom]
        while len(self._chain) < _STEPS:
            last = self._chain[-1].values
            parent = others.get((last.get("parent.groupId", ""), last.get("parent.artifactId", "")))
            if parent is None or parent in self._chain:
                break
            self._chain.append(parent)

    def value(self, name: str) -> str:
        """Return a resolved value, or nothing where a placeholder stays open."""
        own = self._chain[0].values
        raw = own.get(name, "")
        if not raw and name != "artifactId":
            raw = own.get(f"parent.{name}", "")
        for _ in range(_STEPS):
            if "${" not in raw:
                return raw
            raw = _PLACEHOLDER.sub(self._replacement, raw)[:_TEXT]
        return ""

    def _replacement(self, found: re.Match[str]) -> str:
        key = found[1].removeprefix("project.").removeprefix("pom.")
        own = self._chain[0].values
        for pom in self._chain:
            if found[1] in pom.properties:
                return pom.properties[found[1]]
        if key in ("groupId", "version"):
            return own.get(key) or own.get(f"parent.{key}", "")
        return own.get(key, "") or found[0]
