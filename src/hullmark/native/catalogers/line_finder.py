"""Line numbers of entries in JSON and TOML, whose decoders do not tell them."""

import re

from hullmark.native.catalogers.record import Buffer

_OPENS = re.compile(rb"\s*:\s*\{")
_MISSES = 64
"""Keys that are spelled with escapes are not found; after so many nothing is searched any more."""
_TRIES = 1_000_000
"""Places that look like an entry and are none, over one file; real files hold a few thousand."""


class LineFinder:
    """Finds entries one after another, in document order, in one pass over the text."""

    __slots__ = ("_at", "_data", "_line", "_misses", "_tries")

    def __init__(self, data: Buffer) -> None:
        self._data = data
        self._at = 0
        self._line = 1
        self._misses = 0
        self._tries = _TRIES

    def key(self, name: str) -> int | None:
        """Return the line of the next JSON object under ``name``; ``None`` if spelled otherwise."""
        if self._misses > _MISSES or self._tries <= 0:
            return None
        quoted = b'"' + name.encode("utf-8", "replace") + b'"'
        found = self._data.find(quoted, self._at)
        while found >= 0:
            opening = _OPENS.match(self._data, found + len(quoted))
            if opening is not None:
                line = self._line + self._data[self._at : found].count(b"\n")
                self._at = opening.end()
                self._line = line + self._data[found : self._at].count(b"\n")
                return line
            self._tries -= 1
            found = self._data.find(quoted, found + 1) if self._tries > 0 else -1
        self._misses += 1
        return None

    def value(self, key: str, value: str) -> int | None:
        """Return the line of the next ``key`` that is ``value``; ``None`` if spelled otherwise."""
        if self._misses > _MISSES or self._tries <= 0:
            return None
        quoted = b'"' + value.encode("utf-8", "replace") + b'"'
        found = self._data.find(quoted, self._at)
        before = re.compile(rb'"' + re.escape(key.encode()) + rb'"\s{0,64}:\s{0,64}\Z')
        while found >= 0:
            if before.search(self._data[max(self._at, found - len(key) - 140) : found]):
                self._line += self._data[self._at : found].count(b"\n")
                self._at = found
                return self._line
            self._tries -= 1
            found = self._data.find(quoted, found + 1) if self._tries > 0 else -1
        self._misses += 1
        return None


def table_lines(text: str, header: str) -> list[int]:
    """Return the lines of the TOML tables ``[[header]]``, in order."""
    wanted = f"[[{header}]]"
    return [
        number
        for number, line in enumerate(text.split("\n"), 1)
        if line.startswith("[[") and line.partition("#")[0].rstrip() == wanted
    ]
