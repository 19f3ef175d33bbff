"""What the pipeline asks of a scanner: how it is called, and what its reports mean."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import msgspec

from hullmark.model.ledger import Issue
from hullmark.model.report import ScannerReport
from hullmark.ports.running import Runs

Shape = Literal["object", "list", "value", "xml", "csv", "text"]


@dataclass(kw_only=True)
class Document:
    """A report as it was found: UTF-8 bytes of one document, and what it looks like outside."""

    data: bytes
    """Without byte order mark, in UTF-8; for lines of JSON all of them as one list."""
    source: str
    """What to call it in messages: its path."""
    shape: Shape
    stream: bool = False
    """Whether ``data`` is a list that was made of several documents in one file."""
    issues: list[Issue] = field(default_factory=list)
    """What could not be read of it."""

    known_keys: dict[str, msgspec.Raw] | None = None
    """Members that were read while the document was opened."""
    known_items: list[msgspec.Raw] | None = None

    @cached_property
    def keys(self) -> dict[str, msgspec.Raw]:
        """The members of the object, or of the first object in the list; else nothing."""
        if self.known_keys is not None:
            return self.known_keys
        if self.shape == "object":
            return msgspec.json.decode(self.data, type=dict[str, msgspec.Raw])
        for item in self.items[:16]:
            if first_byte(item) == b"{":
                return msgspec.json.decode(item, type=dict[str, msgspec.Raw])
        return {}

    @cached_property
    def items(self) -> list[msgspec.Raw]:
        """The items of the list, undecoded."""
        if self.known_items is not None:
            return self.known_items
        return (
            msgspec.json.decode(self.data, type=list[msgspec.Raw]) if self.shape == "list" else []
        )

    @staticmethod
    def members(item: msgspec.Raw) -> frozenset[str]:
        """Return the names in one item, nothing where it is no object."""
        return frozenset(_members(item))

    def has(self, *names: str) -> bool:
        """Say whether all these members are there."""
        return all(name in self.keys for name in names)

    def any(self, *names: str) -> bool:
        """Say whether one of these members is there."""
        return any(name in self.keys for name in names)

    def value(self, name: str) -> Any:
        """Return a member decoded; ``None`` where it is absent."""
        raw = self.keys.get(name)
        return None if raw is None else msgspec.json.decode(raw)

    def inner(self, *path: str) -> frozenset[str]:
        """Return the names in the object at ``path``, or in the first object of a list there."""
        held: Any = self.keys
        for name in path:
            raw = held.get(name)
            if raw is None:
                return frozenset()
            held = _members(raw)
        return frozenset(held)

    @cached_property
    def head(self) -> str:
        """The first few kilobytes as text."""
        return self.data[:8192].decode("utf-8", "replace")


def first_byte(raw: msgspec.Raw) -> bytes:
    """Return the first byte of an undecoded value, which says what kind it is."""
    return bytes(memoryview(raw)[:1])


def _members(raw: msgspec.Raw) -> dict[str, msgspec.Raw]:
    if first_byte(raw) == b"{":
        return msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    if first_byte(raw) == b"[":
        for item in msgspec.json.decode(raw, type=list[msgspec.Raw])[:16]:
            if first_byte(item) == b"{":
                return msgspec.json.decode(item, type=dict[str, msgspec.Raw])
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One form in which a scanner writes what it found."""

    name: str
    """``trivy-json``, ``twistlock-csv`` …"""
    looks: Callable[[Document], bool]
    """Whether a document is of this form, told by its contents alone."""
    parse: Callable[[Document], Iterable[ScannerReport]]
    """What it says; nearly always one report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """Facts and functions of one scanner; no class to inherit from."""

    name: str
    """Registry name: ``trivy``."""
    title: str
    """Name for people: ``Trivy``."""
    formats: tuple[Format, ...]
    runs: Runs | None = None
    """How it is run; ``None`` where its reports are read and it is never run."""

    def sniff(self, document: Document) -> Format | None:
        """Return the form that the document has, ``None`` where it is none of this scanner's."""
        return next((each for each in self.formats if each.looks(document)), None)

    def parse(self, document: Document) -> tuple[ScannerReport, ...]:
        """Return what the document says; nothing where it is none of this scanner's."""
        found = self.sniff(document)
        return tuple(found.parse(document)) if found else ()
