"""Reads YAML with the place of every value; bounded, aliases and merge keys applied."""

from typing import Any

from hullmark.formats.errors import BrokenDocumentError

_BYTES = 10 * 1024 * 1024
_DEPTH = 100
_VALUES = 500_000
"""Values of one file, aliases counted as what they stand for."""
_DOCUMENTS = 5_000
_NULLS = frozenset({"", "null", "~", "Null", "NULL"})


class Text(str):  # noqa: SLOT000 - places are set after the text is made
    """A scalar with its place."""

    line = 1
    column = 1
    tag = ""
    plain = True
    """Whether it was written without quotes, so that it may be a number or a truth value."""
    block = False
    """Whether it begins on the line below its place (``|`` and ``>``)."""

    def at(self, other: "Text") -> "Text":
        """Take over the place of another text."""
        self.line, self.column, self.plain = other.line, other.column, other.plain
        return self


class Null(Text):
    """A missing value; equal to an empty text."""


class Map(dict[str, Any]):
    """A mapping with its place and its tag."""

    line = 1
    column = 1
    tag = ""
    key_lines: dict[str, tuple[int, int]]

    def map(self, key: str) -> "Map":
        """Return the mapping under ``key``, else an empty one."""
        value = self.get(key)
        return value if isinstance(value, Map) else Map()

    def items_of(self, key: str) -> "list[Any]":
        """Return the list under ``key``, else an empty one."""
        value = self.get(key)
        return value if isinstance(value, list) else []

    def text(self, key: str) -> Text:
        """Return the text under ``key``, else an empty one."""
        value = self.get(key)
        return value if isinstance(value, Text) else Text("")


class Items(list[Any]):
    """A list with its tag."""

    line = 1
    column = 1
    tag = ""


def read_yaml(data: bytes, *, path: str) -> list[Any]:
    """Return the documents of a file as ``Map``, ``Items`` and ``Text``.

    Raises:
        BrokenDocumentError: Not YAML, too large, nested too deep or expanding without end.
    """
    import yaml  # noqa: PLC0415 - only where there is a file to read

    if len(data) > _BYTES:
        raise BrokenDocumentError(f"{path}: larger than {_BYTES:,} bytes")
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    try:
        parser = loader(data)
        try:
            return _Reader(parser, path).documents()
        finally:
            parser.dispose()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f":{mark.line + 1}:{mark.column + 1}" if mark is not None else ""
        problem = getattr(error, "problem", None) or str(error)
        raise BrokenDocumentError(
            f"{path}{where}: not valid YAML: {' '.join(str(problem).split())[:200]}"
        ) from error
    except (ValueError, RecursionError) as error:
        raise BrokenDocumentError(f"{path}: not valid YAML: {str(error)[:200]}") from error


class _Reader:
    def __init__(self, parser: Any, path: str) -> None:
        from yaml import events  # noqa: PLC0415 - imported by then

        self._events = events
        self._parser = parser
        self._path = path
        self._left = _VALUES
        self._anchors: dict[str, tuple[Any, int]] = {}

    def documents(self) -> list[Any]:
        events = self._events
        found: list[Any] = []
        while (event := self._parser.get_event()) is not None:
            if type(event) is events.DocumentStartEvent:
                self._anchors = {}
                found.append(self._value(self._parser.get_event(), 0)[0])
                if len(found) > _DOCUMENTS:
                    raise BrokenDocumentError(f"{self._path}: more than {_DOCUMENTS} documents")
        return found

    def _value(self, event: Any, depth: int) -> tuple[Any, int]:
        """Return a value and how many values it holds."""
        events = self._events
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if depth > _DEPTH:
            raise BrokenDocumentError(f"{self._path}:{line}: nested deeper than {_DEPTH} levels")
        if type(event) is events.AliasEvent:
            if event.anchor not in self._anchors:
                name = str(event.anchor)[:40]
                raise BrokenDocumentError(
                    f"{self._path}:{line}:{column}: '*{name}' refers to nothing before"
                )
            value, size = self._anchors[event.anchor]
        else:
            value, size = self._fresh(event, depth, (line, column))
            if event.anchor:
                self._anchors[event.anchor] = (value, size)
        self._left -= size if type(event) is events.AliasEvent else 1
        if self._left < 0:
            raise BrokenDocumentError(f"{self._path}:{line}: more than {_VALUES:,} values")
        return value, size

    def _fresh(self, event: Any, depth: int, place: tuple[int, int]) -> tuple[Any, int]:
        events = self._events
        value: Any
        if type(event) is events.ScalarEvent:
            empty = not event.style and event.value in _NULLS and event.tag != "!reset"
            value = Null("") if empty else Text(event.value)
            if event.style:
                value.plain = False
                value.block = event.style in "|>"
            size = 1
        elif type(event) is events.SequenceStartEvent:
            value, size = Items(), 1
            while type(inner := self._parser.get_event()) is not events.SequenceEndEvent:
                item, more = self._value(inner, depth + 1)
                value.append(item)
                size += more
        else:
            value, size = self._mapping(depth)
        value.line, value.column = place
        if event.tag and event.tag.startswith("!"):
            value.tag = event.tag
        return value, size

    def _mapping(self, depth: int) -> tuple[Map, int]:
        events = self._events
        found, size = Map(), 1
        found.key_lines = {}
        merged: list[Any] = []
        while type(inner := self._parser.get_event()) is not events.MappingEndEvent:
            key, _ = self._value(inner, depth + 1)
            value, more = self._value(self._parser.get_event(), depth + 1)
            size += more
            if not isinstance(key, Text):
                raise BrokenDocumentError(
                    f"{self._path}:{inner.start_mark.line + 1}: a key must be a text"
                )
            if key == "<<":
                merged += value if isinstance(value, list) else [value]
            else:
                found[str(key)] = value
                found.key_lines[str(key)] = (key.line, key.column)
        for other in merged:
            if isinstance(other, Map):
                for name, value in other.items():
                    found.setdefault(name, value)
        return found, size
