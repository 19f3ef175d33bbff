"""Reads foreign YAML into dictionaries, lists and strings, bounded in every direction.

Scalars stay the text they are: lock files write versions such as ``1.10``, ``no`` or ``2024-01-01``
without quotes, and a reader that guesses types turns them into something else. Tags are ignored and
merge keys (``<<``) are keys like any other.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from hullmark.formats.errors import BrokenDocumentError

if TYPE_CHECKING:
    import yaml

YAML_BYTES = 64 * 1024 * 1024
"""One file; lock files of the largest monorepos reach a few megabytes."""
_DEPTH = 100
_NODES = 5_000_000
"""Values of one file, every alias counted as the values it stands for."""
_DOCUMENTS = 1_000
_NULLS = frozenset({"null", "~", "Null", "NULL"})

Node: TypeAlias = "str | list[Node] | YamlMap"
"""A value: text, list or mapping; null is an empty text."""


class YamlMap(dict[str, Node]):
    """A mapping that knows the lines of its keys."""

    __slots__ = ("lines",)

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}
        """Key → its 1-based line."""

    def map(self, key: str) -> "YamlMap":
        """Return the mapping under ``key``, an empty one where there is none."""
        value = self.get(key)
        return value if isinstance(value, YamlMap) else YamlMap()

    def text(self, key: str) -> str:
        """Return the text under ``key``, empty where there is none."""
        value = self.get(key)
        return value if isinstance(value, str) else ""

    def list(self, key: str) -> "list[Node]":
        """Return the list under ``key``, an empty one where there is none."""
        value = self.get(key)
        return value if isinstance(value, list) else []


def parse_yaml(data: bytes, *, source: str, limit_bytes: int = YAML_BYTES) -> list[Node]:
    """Return the documents of a file.

    Raises:
        BrokenDocumentError: Too large, not YAML, nested too deep, refers to itself, or expands into
            more values than any real file holds.
    """
    if len(data) > limit_bytes:
        raise BrokenDocumentError(f"{source}: larger than {limit_bytes:,} bytes")
    import yaml  # noqa: PLC0415 - few images hold YAML that is read, every scan starts

    loader: type[yaml.SafeLoader | yaml.CSafeLoader]
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    try:
        parser = loader(data)
        try:
            return _Reader(parser, source).documents()
        finally:
            parser.dispose()
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BrokenDocumentError(f"{source}: not valid YAML: {_one_line(error)}") from error


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]


class _Open:
    """A list or mapping that is still being read."""

    __slots__ = ("anchor", "key", "node", "size")

    def __init__(self, node: "list[Node] | YamlMap", anchor: str | None) -> None:
        self.node = node
        self.anchor = anchor
        self.key: str | None = None
        self.size = 1


class _Reader:
    """Builds values from the parser's events, without recursion."""

    def __init__(self, parser: "yaml.SafeLoader | yaml.CSafeLoader", source: str) -> None:
        self._next_event: Callable[[], Any] = parser.get_event
        self._source = source
        self._documents: list[Node] = []
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._left = _NODES

    def documents(self) -> list[Node]:
        from yaml import events  # noqa: PLC0415 - imported by then

        while (event := self._next_event()) is not None:
            kind = type(event)
            if kind is events.ScalarEvent:
                plain_null = not event.style and event.value in _NULLS
                value = "" if plain_null else event.value
                self._add(value, 1, event.anchor, event.start_mark.line)
            elif kind is events.MappingStartEvent:
                self._enter(YamlMap(), event.anchor, event.start_mark.line)
            elif kind is events.SequenceStartEvent:
                self._enter([], event.anchor, event.start_mark.line)
            elif kind in (events.MappingEndEvent, events.SequenceEndEvent):
                self._leave()
            elif kind is events.AliasEvent:
                self._alias(event.anchor, event.start_mark.line)
            elif kind is events.DocumentStartEvent:
                self._anchors.clear()
                if len(self._documents) >= _DOCUMENTS:
                    raise BrokenDocumentError(f"{self._source}: more than {_DOCUMENTS} documents")
        return self._documents

    def _enter(self, node: "list[Node] | YamlMap", anchor: str | None, line: int) -> None:
        if len(self._open) >= _DEPTH:
            raise BrokenDocumentError(f"{self._source}: nested deeper than {_DEPTH} levels")
        if self._open and isinstance(self._open[-1].node, YamlMap) and self._open[-1].key is None:
            raise BrokenDocumentError(f"{self._source}: line {line + 1}: a key must be a text")
        self._open.append(_Open(node, anchor))

    def _leave(self) -> None:
        done = self._open.pop()
        self._add(done.node, done.size, done.anchor, 0)

    def _alias(self, anchor: str, line: int) -> None:
        if anchor not in self._anchors:
            raise BrokenDocumentError(f"{self._source}: '*{anchor[:40]}' refers to nothing before")
        node, size = self._anchors[anchor]
        self._add(node, size, None, line)

    def _add(self, node: Node, size: int, anchor: str | None, line: int) -> None:
        """Put a finished value where it belongs."""
        if anchor:
            self._anchors[anchor] = (node, size)
        if not self._open:
            self._documents.append(node)
            return
        parent = self._open[-1]
        parent.size += size
        if parent.size > self._left:
            raise BrokenDocumentError(f"{self._source}: expands into more than {_NODES:,} values")
        if isinstance(parent.node, list):
            parent.node.append(node)
        elif parent.key is not None:
            parent.node[parent.key] = node
            parent.key = None
        elif isinstance(node, str):
            parent.key = node
            parent.node.lines[node] = line + 1
        else:
            raise BrokenDocumentError(f"{self._source}: line {line + 1}: a key must be a text")
