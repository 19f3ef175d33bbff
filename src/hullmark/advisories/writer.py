"""Writes one advisory database: rows of new sources and rows carried over from the old one."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from hullmark.advisories.feeds.end_of_life import Dates
from hullmark.advisories.layout import (
    APPLICATION_ID,
    CARRY,
    INDEXES,
    STAGED,
    TABLES,
    Meta,
    SourceFacts,
)
from hullmark.advisories.reading import AdvisoryRow, PackageRow
from hullmark.advisories.record import SCHEMA, Facts, Score
from hullmark.advisories.rows import PackageCodec, encode

PAGE_CACHE_KIB = 16_384
"""SQLite's share of the memory of a build."""
PAGE_BYTES = 4_096


class DatabaseWriter:
    """An open database that is being filled; readers see nothing until it is moved into place."""

    def __init__(self, path: Path, *, texts: bool, dictionary: bytes = b"") -> None:
        self._db = sqlite3.connect(
            path.absolute().as_uri(), uri=True, isolation_level=None, check_same_thread=False
        )
        self._staged = path.with_name(path.name + "-staged")
        self._db.execute("ATTACH ? AS staged", (self._staged.absolute().as_uri(),))
        for database in ("main", "staged"):
            for pragma in (
                f"page_size = {PAGE_BYTES}", "journal_mode = OFF", "synchronous = OFF",
                f"cache_size = -{PAGE_CACHE_KIB}",
            ):  # fmt: skip
                self._db.execute(f"PRAGMA {database}.{pragma}")
        for pragma in (f"application_id = {APPLICATION_ID}", f"user_version = {SCHEMA}"):
            self._db.execute(f"PRAGMA main.{pragma}")
        self._db.executescript(TABLES + STAGED)
        self._db.execute("BEGIN")
        self._ecosystems: dict[str, int] = {}
        self._scores: dict[Score, int] = {}
        self._codec = PackageCodec()
        self._next_text = 1
        if texts:
            self.put_meta("dictionary", dictionary)

    @property
    def connection(self) -> sqlite3.Connection:
        """Return the connection, for the passes over what was written."""
        return self._db

    @property
    def scores_by_number(self) -> dict[int, Score]:
        """Return every rating met, by its number."""
        return {number: score for score, number in self._scores.items()}

    def put_meta(self, key: str, value: bytes) -> None:
        """Keep a value of the whole database."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def put_source(self, number: int, facts: SourceFacts) -> None:
        """Keep (or correct) what is known of a source."""
        self._db.execute("INSERT OR REPLACE INTO source VALUES (?, ?)", (number, encode(facts)))

    def put_end_of_life(self, dates: Dates) -> None:
        """Keep end-of-life dates."""
        rows = [(*key, day) for key, day in sorted(dates.items())]
        self._db.executemany("INSERT OR REPLACE INTO end_of_life VALUES (?, ?, ?)", rows)

    def put_advisories(self, source: int, rows: Iterable[AdvisoryRow]) -> None:
        """Stage advisories and write their texts."""
        texts: list[tuple[int, bytes]] = []
        staged: list[tuple[str, int, int | None, bytes]] = []
        for row in rows:
            number = None
            if row.text is not None:
                number = self._next_text
                self._next_text += 1
                texts.append((number, row.text))
            staged.append((row.id, source, number, self._facts(row)))
        self._db.executemany("INSERT INTO text VALUES (?, ?)", texts)
        self._db.executemany("INSERT INTO staged.advisory VALUES (?, ?, ?, ?)", staged)

    def put_packages(self, source: int, rows: Iterable[PackageRow]) -> None:
        """Write package rows."""
        self._db.executemany(
            "INSERT INTO affected VALUES (?, ?, ?, ?)",
            [(self.ecosystem(ecosystem), name, source, row) for ecosystem, name, row in rows],
        )

    def ecosystem(self, name: str) -> int:
        """Return the number of an ecosystem, made on first use."""
        number = self._ecosystems.get(name)
        if number is None:
            number = self._ecosystems[name] = len(self._ecosystems) + 1
            self._db.execute("INSERT INTO ecosystem VALUES (?, ?)", (number, name))
        return number

    def attach(self, old: Path, scores: Iterable[tuple[int, Score]]) -> None:
        """Make an older database readable for ``carry``, and keep its numbers."""
        self._db.execute("COMMIT")
        self._db.execute("ATTACH ? AS old", (f"{old.absolute().as_uri()}?mode=ro&immutable=1",))
        self._db.execute("BEGIN")
        for number, name in self._db.execute("SELECT no, name FROM old.ecosystem ORDER BY no"):
            self._ecosystems[name] = number
            self._db.execute("INSERT INTO main.ecosystem VALUES (?, ?)", (number, name))
        self._scores = {score: number for number, score in scores}

    def carry(self, old_number: int, number: int) -> None:
        """Copy the rows of an unchanged source."""
        numbers = {"old": old_number, "new": number, "shift": self._next_text}
        for statement in CARRY:
            self._db.execute(statement, numbers)
        (highest,) = self._db.execute("SELECT ifnull(max(no), 0) FROM main.text").fetchone()
        self._next_text = highest + 1

    def drop(self, source: int, ids: Iterable[str]) -> None:
        """Remove some ids of a source from all rows."""
        dropped = frozenset(ids)
        rows = self._db.execute(
            "SELECT rowid, id, text FROM staged.advisory WHERE source = ?", (source,)
        )
        gone = [(row, text) for row, identifier, text in rows if identifier in dropped]
        self._db.executemany("DELETE FROM text WHERE no = ?", [(text,) for _, text in gone])
        self._db.executemany(
            "DELETE FROM staged.advisory WHERE rowid = ?", [(row,) for row, _ in gone]
        )
        self._drop_from_packages(source, dropped)

    def _drop_from_packages(self, source: int, dropped: frozenset[str]) -> None:
        changes: list[tuple[bytes, int]] = []
        empty: list[tuple[int]] = []
        rows = self._db.execute("SELECT rowid, entries FROM affected WHERE source = ?", (source,))
        for row, entries in rows:
            before = self._codec.unpack(entries)
            after = [encode(one) for one in before if one.id not in dropped]
            if not after:
                empty.append((row,))
            elif len(after) != len(before):
                changes.append((self._codec.pack(after), row))
        self._db.executemany("UPDATE affected SET entries = ? WHERE rowid = ?", changes)
        self._db.executemany("DELETE FROM affected WHERE rowid = ?", empty)

    def finish(self, meta: Meta) -> None:
        """Write ratings and index, say what this is, and close."""
        self._db.executemany(
            "INSERT INTO score VALUES (?, ?)",
            [(number, encode(score)) for score, number in self._scores.items()],
        )
        self._db.execute(INDEXES)
        self.put_meta("meta", encode(meta))
        self._db.execute("COMMIT")
        self.close()

    def close(self) -> None:
        """Close, finished or not, and remove what was staged."""
        self._db.close()
        self._staged.unlink(missing_ok=True)

    def _facts(self, row: AdvisoryRow) -> bytes:
        known = self._scores
        numbers = tuple(known.setdefault(score, len(known) + 1) for score in row.scores)
        return encode(Facts(row.links, row.covers, numbers, row.cwes, row.published, row.modified))
