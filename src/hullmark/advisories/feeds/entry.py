"""What every feed's parser yields: one record (or a part of one) ready for the database."""

from collections.abc import Iterator
from typing import TypeAlias

import msgspec

from hullmark.advisories.record import Affected, Range, Score

Package: TypeAlias = tuple[str, str, Affected]
"""Ecosystem and name in normal form, and what the record says about it."""


class Entry(msgspec.Struct, kw_only=True, gc=False):
    """One record of a feed.

    A feed that is ordered by package yields several entries with one id: the first one's facts
    count, the packages of all are kept.
    """

    id: str
    links: tuple[str, ...] = ()
    """Ids the record calls the same flaw."""
    covers: tuple[str, ...] = ()
    """Ids of several flaws that the record is about."""
    scores: tuple[Score, ...] = ()
    cwes: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    summary: str = ""
    details: str = ""
    references: tuple[str, ...] = ()
    packages: list[Package] = []
    problems: tuple[str, ...] = ()
    """Parts of the record that were not understood; the rest is kept."""


class Withdrawn(msgspec.Struct, gc=False):
    """A record its publisher took back: counted, not kept."""

    id: str


class Bad(msgspec.Struct, gc=False):
    """A record that cannot be used, and why."""

    name: str
    cause: str


Parsed: TypeAlias = Iterator[Entry | Withdrawn | Bad]

FROM_START = Range()
"""Every version, without a known fix."""

ID_CHARACTERS = 256
"""An advisory id or package name; the longest real ones have about 120."""


def usable_id(text: str) -> bool:
    """Return whether a text can be an id: short, one line, no space."""
    return 0 < len(text) <= ID_CHARACTERS and text.isprintable() and " " not in text
