"""Reads YAML into values and remembers where each of them stands.

A rule answers with a path of keys into its input (``["spec", "containers", 0, "image"]``); a reader
wants a line and a column. Both come from one pass over the parser's events, without recursion and
bounded in size, depth and number of values, aliases counted as what they stand for.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from hullmark.checks.scalars import Scalar, key_text, resolve_plain, resolve_tagged
from hullmark.formats.errors import BrokenDocumentError

if TYPE_CHECKING:
    import yaml

Json: TypeAlias = "Scalar | list[Json] | dict[str, Json]"

INPUT_BYTES = 16 * 1024 * 1024
"""One file; the largest rendered charts reach about 5 MiB."""
_DEPTH = 100
_VALUES = 500_000
"""Values of one file; the largest rendered charts hold about 200,000."""
_DOCUMENTS = 5_000
_MERGE = "<<"


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a text, both numbers from 1."""

    line: int
    column: int


class _Place:
    """Where one value stands, and where its parts do."""

    __slots__ = ("children", "column", "line")

    def __init__(self, line: int, column: int) -> None:
        self.line = line
        self.column = column
        self.children: dict[str, _Place] | list[_Place] | None = None

    def moved(self, line: int, column: int) -> "_Place":
        """Return the same parts under another place: the key that leads to them."""
        other = _Place(line, column)
        other.children = self.children
        return other

    def child(self, key: str | int) -> "_Place | None":
        children = self.children
        if isinstance(children, dict):
            return children.get(str(key))
        if isinstance(children, list) and isinstance(key, int) and 0 <= key < len(children):
            return children[key]
        return None


class LocatedDocument:
    """One YAML document: its value as JSON has it, and the place of every part."""

    __slots__ = ("_place", "value")

    def __init__(self, value: Json, place: _Place) -> None:
        self.value = value
        self._place = place

    def position(self, path: Sequence[str | int]) -> Position:
        """Return the place of the key or item at ``path``.

        Where the path leads to nothing (a field that is missing), the place of the nearest part
        that is there.
        """
        place = self._place
        for key in path:
            found = place.child(key)
            if found is None:
                break
            place = found
        return Position(place.line, place.column)

    def trail(self, path: Sequence[str | int]) -> tuple[int, ...]:
        """Return the lines of everything that encloses ``path``, outermost first."""
        place = self._place
        lines = [place.line]
        for key in path:
            found = place.child(key)
            if found is None:
                break
            place = found
            lines.append(place.line)
        return tuple(lines[1:-1])

    def holds(self, path: Sequence[str | int]) -> bool:
        """Tell whether the whole path leads to a part that is there."""
        place: _Place | None = self._place
        for key in path:
            place = place.child(key) if place else None
        return place is not None


def read_located(
    data: bytes, *, source: str, limit_bytes: int = INPUT_BYTES
) -> Iterator[LocatedDocument]:
    """Yield the documents of a file, those before a broken one too.

    Raises:
        BrokenDocumentError: Too large, not YAML, nested too deep, refers to itself, or expands into
            more values than any real file holds.
    """
    if len(data) > limit_bytes:
        raise BrokenDocumentError(f"{source}: larger than {limit_bytes:,} bytes")
    import yaml  # noqa: PLC0415 - a scan of an image without such files never needs it

    loader: type[yaml.SafeLoader | yaml.CSafeLoader]
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    try:
        parser = loader(data)
        try:
            yield from _Reader(parser, source).documents()
        finally:
            parser.dispose()
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BrokenDocumentError(f"{source}: not valid YAML: {_one_line(error)}") from error


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]


class _Open:
    """A list or mapping that is still being read."""

    __slots__ = ("anchor", "key", "key_mark", "merges", "place", "size", "value")

    def __init__(
        self, value: "list[Json] | dict[str, Json]", place: _Place, anchor: str | None
    ) -> None:
        self.value = value
        self.place = place
        self.anchor = anchor
        self.key: str | None = None
        self.key_mark = (0, 0)
        self.merges: list[tuple[Json, _Place]] = []
        self.size = 1


class _Reader:
    """Builds values and places from the parser's events."""

    def __init__(self, parser: "yaml.SafeLoader | yaml.CSafeLoader", source: str) -> None:
        self._next_event: Callable[[], Any] = parser.get_event
        self._source = source
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Json, _Place, int]] = {}
        self._values = 0

    def documents(self) -> Iterator[LocatedDocument]:
        from yaml import events  # noqa: PLC0415 - imported by then

        count = 0
        root: LocatedDocument | None = None
        while (event := self._next_event()) is not None:
            kind = type(event)
            if kind is events.ScalarEvent:
                root = self._scalar(event)
            elif kind is events.MappingStartEvent:
                self._enter({}, event)
            elif kind is events.SequenceStartEvent:
                self._enter([], event)
            elif kind in (events.MappingEndEvent, events.SequenceEndEvent):
                root = self._leave()
            elif kind is events.AliasEvent:
                root = self._alias(event)
            elif kind is events.DocumentStartEvent:
                self._anchors.clear()
                count += 1
                if count > _DOCUMENTS:
                    raise BrokenDocumentError(f"{self._source}: more than {_DOCUMENTS} documents")
            elif kind is events.DocumentEndEvent and root is not None:
                yield root
                root = None

    def _scalar(self, event: Any) -> LocatedDocument | None:
        place = _Place(event.start_mark.line + 1, event.start_mark.column + 1)
        value: Scalar = event.value
        if event.tag:
            value = resolve_tagged(event.value, event.tag)
        elif event.style is None or event.style == "":
            value = resolve_plain(event.value)
        parent = self._open[-1] if self._open else None
        if parent and isinstance(parent.value, dict) and parent.key is None:
            plain_merge = event.value == _MERGE and event.style in (None, "")
            parent.key = _MERGE if plain_merge else key_text(value, event.value)
            parent.key_mark = (place.line, place.column)
            if event.anchor:
                self._anchors[event.anchor] = (value, place, 1)
            return None
        return self._add(value, place, 1, event.anchor)

    def _enter(self, value: "list[Json] | dict[str, Json]", event: Any) -> None:
        line = event.start_mark.line + 1
        if len(self._open) >= _DEPTH:
            raise BrokenDocumentError(f"{self._source}: nested deeper than {_DEPTH} levels")
        parent = self._open[-1] if self._open else None
        if parent and isinstance(parent.value, dict) and parent.key is None:
            raise BrokenDocumentError(f"{self._source}: line {line}: a key must be a text")
        place = _Place(line, event.start_mark.column + 1)
        place.children = {} if isinstance(value, dict) else []
        self._open.append(_Open(value, place, event.anchor))

    def _leave(self) -> LocatedDocument | None:
        done = self._open.pop()
        if isinstance(done.value, dict):
            for value, place in done.merges:
                _merge(done.value, done.place, value, place)
        return self._add(done.value, done.place, done.size, done.anchor)

    def _alias(self, event: Any) -> LocatedDocument | None:
        if event.anchor not in self._anchors:
            name = event.anchor[:40]
            raise BrokenDocumentError(f"{self._source}: '*{name}' refers to nothing before")
        value, place, size = self._anchors[event.anchor]
        parent = self._open[-1] if self._open else None
        if parent and isinstance(parent.value, dict) and parent.key is None:
            parent.key = value if isinstance(value, str) else str(value)
            parent.key_mark = (event.start_mark.line + 1, event.start_mark.column + 1)
            return None
        return self._add(value, place, size, None)

    def _add(
        self, value: Json, place: _Place, size: int, anchor: str | None
    ) -> LocatedDocument | None:
        """Put a finished value where it belongs."""
        if anchor:
            self._anchors[anchor] = (value, place, size)
        if not self._open:
            self._values += size
            self._bound(self._values)
            return LocatedDocument(value, place)
        parent = self._open[-1]
        parent.size += size
        self._bound(self._values + parent.size)
        children = parent.place.children
        if isinstance(parent.value, list):
            assert isinstance(children, list)
            parent.value.append(value)
            children.append(place)
        elif parent.key == _MERGE:
            parent.merges.extend(_merged(value, place))
            parent.key = None
        elif parent.key is not None:
            assert isinstance(children, dict)
            parent.value[parent.key] = value
            children[parent.key] = place.moved(*parent.key_mark)
            parent.key = None
        return None

    def _bound(self, values: int) -> None:
        if values > _VALUES:
            raise BrokenDocumentError(f"{self._source}: expands into more than {_VALUES:,} values")


def _merged(value: Json, place: _Place) -> list[tuple[Json, _Place]]:
    """Return the mappings that a merge key names: one, or a list of them."""
    if isinstance(value, list) and isinstance(place.children, list):
        return list(zip(value, place.children, strict=True))
    return [(value, place)]


def _merge(target: dict[str, Json], place: _Place, value: Json, source: _Place) -> None:
    """Add what a merge key brings, where the mapping does not say it itself."""
    if not isinstance(value, dict):
        return
    own = place.children
    foreign = source.children
    for key, part in value.items():
        if key not in target:
            target[key] = part
            if isinstance(own, dict) and isinstance(foreign, dict) and key in foreign:
                own[key] = foreign[key]
