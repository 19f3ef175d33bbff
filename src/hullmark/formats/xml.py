"""Reads foreign XML into a small tree, hardened: no entity is declared, fetched or expanded.

Names lose their namespace: the formats that are read mix spellings of one namespace freely.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from hullmark.formats.errors import BrokenDocumentError

if TYPE_CHECKING:
    from pyexpat import XMLParserType

XML_BYTES = 32 * 1024 * 1024
"""One document; the longest real ones, Gradle's verification metadata, reach a few megabytes."""
_DEPTH = 100
_ELEMENTS = 1_000_000
_TEXT = 65_536
"""Characters kept of the text of one element."""


class Element(msgspec.Struct):
    """One element of a document."""

    name: str
    """Without namespace."""
    line: int
    """1-based line on which it opens."""
    attributes: dict[str, str] = msgspec.field(default_factory=dict)
    """Without namespaces."""
    children: list["Element"] = msgspec.field(default_factory=list)
    text: str = ""
    """Its own text, without that of its children and without white space around it."""
    namespace: str = ""
    """Address of the namespace that its name was written in."""

    def all(self, *path: str) -> Iterator["Element"]:
        """Yield the elements below at ``path``, in document order."""
        for child in self.children:
            if child.name == path[0]:
                if len(path) == 1:
                    yield child
                else:
                    yield from child.all(*path[1:])

    def first(self, *path: str) -> "Element | None":
        """Return the first element at ``path``."""
        return next(self.all(*path), None)

    def value(self, *path: str) -> str:
        """Return the text of the first element at ``path``, empty where there is none."""
        found = self.first(*path)
        return found.text if found is not None else ""

    def walk(self) -> Iterator["Element"]:
        """Yield every element below, in document order."""
        waiting = self.children[::-1]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += element.children[::-1]


def parse_xml(data: bytes, *, source: str, limit_bytes: int = XML_BYTES) -> Element:
    """Return the root element of a document.

    Raises:
        BrokenDocumentError: Too large, not well-formed, nested too deep, or declares entities.
    """
    if len(data) > limit_bytes:
        raise BrokenDocumentError(f"{source}: larger than {limit_bytes:,} bytes")
    from xml.parsers import expat  # noqa: PLC0415 - few images hold XML that is read

    builder = _Builder(expat.ParserCreate(namespace_separator=" "), source)
    try:
        builder.parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise BrokenDocumentError(f"{source}: not well-formed XML: {error}") from error
    if builder.root is None:
        raise BrokenDocumentError(f"{source}: not well-formed XML: no element")
    return builder.root


class _Builder:
    """Builds the tree from expat's events."""

    def __init__(self, parser: "XMLParserType", source: str) -> None:
        self.root: Element | None = None
        self._source = source
        self._open: list[Element] = []
        self._text: list[list[str]] = []
        self._lengths: list[int] = []
        self._elements = 0
        self.parser = parser
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.EntityDeclHandler = self._refuse

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if len(self._open) >= _DEPTH:
            raise BrokenDocumentError(f"{self._source}: nested deeper than {_DEPTH} elements")
        if self._elements > _ELEMENTS:
            raise BrokenDocumentError(f"{self._source}: more than {_ELEMENTS:,} elements")
        element = Element(
            name.rpartition(" ")[2],
            self.parser.CurrentLineNumber,
            {key.rpartition(" ")[2]: value for key, value in attributes.items()},
            namespace=name.rpartition(" ")[0],
        )
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._text.append([])
        self._lengths.append(0)

    def _data(self, text: str) -> None:
        if self._open and self._lengths[-1] < _TEXT:
            self._text[-1].append(text)
            self._lengths[-1] += len(text)

    def _end(self, _name: str) -> None:
        self._open.pop().text = "".join(self._text.pop())[:_TEXT].strip()
        self._lengths.pop()

    def _refuse(self, *_: object) -> None:
        raise BrokenDocumentError(f"{self._source}: declares entities, which are not followed")
