"""Digests of what a database says of packages and flaws, to tell what an update has changed."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
from msgspec.structs import replace

from hullmark.advisories.database import AdvisoryDatabase, Key
from hullmark.advisories.errors import DatabaseDamagedError
from hullmark.advisories.layout import LISTED_ROWS
from hullmark.advisories.rows import decode_facts, decode_group
from hullmark.advisories.trusted import distrust

_DIGEST_BYTES = 12
"""96 bits: a change that is missed by chance is not to be expected."""
_ENTRIES = "SELECT entries FROM affected WHERE ecosystem = ? AND name = ? ORDER BY source"
_FLAW = (
    "SELECT a.facts, s.facts FROM advisory a LEFT JOIN shared s ON s.no = a.shared"
    " WHERE a.id = ? ORDER BY a.source"
)


class AdvisoryState:
    """An open database, asked for digests only."""

    def __init__(self, path: Path) -> None:
        """Open a database.

        Raises:
            HullmarkError: It is missing, damaged or something else.
        """
        with AdvisoryDatabase.open(path) as checked:
            self.info = checked.info
        self._path = path
        try:
            self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
            distrust(self._db)
            self._db.execute("PRAGMA mmap_size = 268435456")
            rows = self._db.execute("SELECT name, no FROM ecosystem LIMIT ?", (LISTED_ROWS,))
            self._ecosystems: dict[str, int] = dict(rows)
            self._scores: dict[int, bytes] = dict(self._db.execute("SELECT no, facts FROM score"))
        except sqlite3.Error as error:
            raise self._damaged(error) from error

    def packages(self, keys: Iterable[Key]) -> Iterator[tuple[Key, bytes]]:
        """Yield a digest of what is said of each package; one for silence as well."""
        try:
            for key in keys:
                number = self._ecosystems.get(key[0])
                rows = self._db.execute(_ENTRIES, (number, key[1])) if number is not None else ()
                yield key, _digest(entries for (entries,) in rows)
        except sqlite3.Error as error:
            raise self._damaged(error) from error

    def flaws(self, identifiers: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield a digest of ratings, aliases and exploitation of each flaw that is filed here.

        EPSS moves every day and is left out.
        """
        try:
            for identifier in identifiers:
                rows = self._db.execute(_FLAW, (identifier,)).fetchall()
                if rows:
                    parts = (part for row in rows for part in self._plain(*row))
                    yield identifier, _digest(parts)
        except (sqlite3.Error, msgspec.DecodeError) as error:
            raise self._damaged(error) from error

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    def _plain(self, facts: bytes, shared: bytes | None) -> Iterator[bytes]:
        """Yield what is said, free of numbers that only this file knows."""
        own = decode_facts(facts)
        yield msgspec.msgpack.encode(replace(own, scores=(), modified=""))
        numbers = list(own.scores)
        if shared is not None:
            group = decode_group(shared)
            numbers += group.scores
            yield msgspec.msgpack.encode(replace(group, scores=(), epss=0.0, epss_percentile=0.0))
        for number in numbers:
            yield self._scores.get(number, b"")

    def _damaged(self, error: Exception) -> DatabaseDamagedError:
        return DatabaseDamagedError(
            f"'{self._path}' is corrupt: {error}", hint="build it again: hullmark db update"
        )


def _digest(parts: Iterable[bytes]) -> bytes:
    hashed = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    for part in parts:
        hashed.update(len(part).to_bytes(4, "little"))
        hashed.update(part)
    return hashed.digest()
