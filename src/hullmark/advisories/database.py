"""Looks up what is known to be vulnerable, in one read-only SQLite file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Self

import msgspec
from msgspec.structs import replace

from hullmark.advisories.errors import (
    DatabaseDamagedError,
    DatabaseFormatError,
    DatabaseMissingError,
    DatabaseSchemaError,
)
from hullmark.advisories.layout import APPLICATION_ID, LISTED_ROWS, Meta, SourceFacts
from hullmark.advisories.record import SCHEMA, Advisory, Affected, Group, Score, Text
from hullmark.advisories.rows import (
    PackageCodec,
    TextCodec,
    decode_facts,
    decode_group,
    decode_score,
)

if TYPE_CHECKING:
    import sqlite3

MAPPED_BYTES = 256 * 1024 * 1024
"""How much of the file SQLite may map; the whole database is smaller."""

_MAGIC = b"SQLite format 3\0"
_REBUILD = "build it again: hullmark db update, or hullmark db build SOURCE…"

_AFFECTED = "SELECT entries FROM affected WHERE ecosystem = ? AND name = ? ORDER BY source"
_NAMES = "SELECT DISTINCT name FROM affected WHERE ecosystem = ? ORDER BY name"
_ADVISORY = (
    "SELECT a.source, a.text, a.facts, s.facts FROM advisory a"
    " LEFT JOIN shared s ON s.no = a.shared WHERE a.id = ? ORDER BY a.source"
)
_MEMBER = "SELECT facts FROM shared WHERE no = (SELECT shared FROM member WHERE id = ?)"

Key = tuple[str, str]
"""Ecosystem and name, both in normal form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceInfo:
    """One source of the data."""

    name: str
    kind: str
    location: str
    date: str
    """ISO date of the data."""
    records: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseInfo:
    """What the database says of itself."""

    built_at: str
    kind: str
    """``full``, ``matching`` or ``starter``."""
    schema: int
    digest: str
    """Of the data: same sources, same digest."""
    sources: tuple[SourceInfo, ...]
    advisories: int
    packages: int


class AdvisoryDatabase:
    """An open database; safe to use from several threads one at a time."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self._db = connection
        self._path = path
        self._codec: TextCodec | None = None
        self._packages = PackageCodec()
        self._scores: dict[int, Score] = {}
        try:
            self._meta = self._read_meta()
            self._sources = self.source_facts()
            self._ecosystems = self._read_ecosystems()
        except Exception as error:  # noqa: BLE001 - every failure here is a damaged file
            connection.close()
            self._reject(error)

    @classmethod
    def open(cls, path: Path, *, thorough: bool = False) -> AdvisoryDatabase:
        """Open a database for reading.

        Size and header are always checked; ``thorough`` reads the whole file (SQLite's quick
        check), which a scan does not wait for.

        Raises:
            DatabaseMissingError: There is no file.
            DatabaseFormatError: It is not an advisory database.
            DatabaseSchemaError: It has another layout.
            DatabaseDamagedError: It is cut short or corrupt.
        """
        import sqlite3  # noqa: PLC0415 - 3 ms of a start that may not need it

        from hullmark.advisories.trusted import distrust  # noqa: PLC0415 - with sqlite3

        _check_header(path)
        try:
            connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro&immutable=1",
                uri=True,
                isolation_level=None,
                check_same_thread=False,
            )
            try:
                distrust(connection)
            except BaseException:
                connection.close()
                raise
            connection.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
            if thorough:
                (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
                if verdict != "ok":
                    raise sqlite3.DatabaseError(str(verdict))
        except (sqlite3.Error, UnicodeDecodeError) as error:  # its messages quote the file
            raise DatabaseDamagedError(f"'{path}' is corrupt: {error}", hint=_REBUILD) from error
        return cls(connection, str(path))

    @property
    def info(self) -> DatabaseInfo:
        """Return age, kind and sources of the data."""
        meta = self._meta
        return DatabaseInfo(
            built_at=meta.built_at,
            kind=meta.kind,
            schema=meta.schema,
            digest=meta.digest,
            sources=tuple(_source_info(facts) for _, facts in sorted(self._sources.items())),
            advisories=meta.advisories,
            packages=meta.packages,
        )

    def affected(self, ecosystem: str, name: str) -> tuple[Affected, ...]:
        """Return what every advisory says about a package, ``()`` where there is none.

        Both names are in normal form (``normal_ecosystem``, ``normal_name``).
        """
        number = self._ecosystems.get(ecosystem)
        if number is None:
            return ()
        try:
            return self._one_voice(self._db.execute(_AFFECTED, (number, name)).fetchall())
        except Exception as error:  # noqa: BLE001 - every failure here is a damaged file
            self._reject(error)

    def affected_many(self, keys: Iterable[Key]) -> Iterator[tuple[Key, tuple[Affected, ...]]]:
        """Yield what is known of each package that has advisories; the others are left out."""
        ecosystems, execute = self._ecosystems, self._db.execute
        try:
            for key in keys:
                number = ecosystems.get(key[0])
                if number is not None:
                    rows = execute(_AFFECTED, (number, key[1])).fetchall()
                    if rows:
                        yield key, self._one_voice(rows)
        except Exception as error:  # noqa: BLE001 - see affected
            self._reject(error)

    def advisory(self, identifier: str) -> Advisory | None:
        """Return one advisory with its aliases, ratings and priority, or ``None``."""
        try:
            return self._advisory(identifier)
        except Exception as error:  # noqa: BLE001 - see affected
            self._reject(error)

    def advisories(self, identifiers: Iterable[str]) -> dict[str, Advisory]:
        """Return those of the advisories that exist, by id."""
        found = ((identifier, self.advisory(identifier)) for identifier in identifiers)
        return {identifier: advisory for identifier, advisory in found if advisory is not None}

    def aliases(self, identifier: str) -> tuple[str, ...]:
        """Return every id of the same flaw, the one given included; ``()`` for an unknown one."""
        try:
            row = self._db.execute(_MEMBER, (identifier,)).fetchone()
            known = row or self._db.execute(_ADVISORY, (identifier,)).fetchone()
            if known and known[-1] is not None:
                return decode_group(known[-1]).ids
        except Exception as error:  # noqa: BLE001 - see affected
            self._reject(error)
        return (identifier,) if known else ()

    def has_ecosystem(self, ecosystem: str) -> bool:
        """Return whether there is any data for an ecosystem: without it, nothing is clean."""
        return ecosystem in self._ecosystems

    def ecosystems(self) -> tuple[str, ...]:
        """Return every ecosystem and release with data, in alphabetical order."""
        return tuple(sorted(self._ecosystems))

    def packages(self, ecosystems: Iterable[str]) -> Iterator[Key]:
        """Yield every package of some ecosystems, in key order."""
        try:
            for ecosystem in ecosystems:
                number = self._ecosystems.get(ecosystem)
                for (name,) in self._db.execute(_NAMES, (number,)):
                    yield ecosystem, msgspec.convert(name, str)
        except Exception as error:  # noqa: BLE001 - see affected
            self._reject(error)

    def end_of_life(self, distribution_id: str, version: str) -> str | None:
        """Return the ISO date on which a release stops getting updates, or ``None``.

        ``version`` may be more precise than the release (``3.19.1``, ``12.4``).
        """
        parts = version.removeprefix("v").split(".")
        try:
            for length in range(len(parts), 0, -1):
                row = self._db.execute(
                    "SELECT day FROM end_of_life WHERE distribution = ? AND version = ?",
                    (distribution_id, ".".join(parts[:length])),
                ).fetchone()
                if row is not None:
                    return str(row[0])
        except Exception as error:  # noqa: BLE001 - see affected
            self._reject(error)
        return None

    def source_facts(self) -> dict[int, SourceFacts]:
        """Return what is remembered of each source, for a build that goes on from here."""
        rows = self._db.execute("SELECT no, facts FROM source LIMIT ?", (LISTED_ROWS,))
        return {number: msgspec.msgpack.decode(facts, type=SourceFacts) for number, facts in rows}

    def dictionary(self) -> bytes:
        """Return the dictionary under which texts are compressed."""
        row = self._db.execute("SELECT value FROM meta WHERE key = 'dictionary'").fetchone()
        return bytes(row[0]) if row else b""

    def scores(self) -> tuple[tuple[int, Score], ...]:
        """Return every rating with its number, for a build that goes on from here."""
        rows = self._db.execute("SELECT no, facts FROM score ORDER BY no")
        return tuple((number, decode_score(facts)) for number, facts in rows)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _one_voice(self, rows: list[Any]) -> tuple[Affected, ...]:
        unpack = self._packages.unpack
        if len(rows) == 1:
            return unpack(rows[0][0])
        heard: dict[str, int] = {}
        # Of two feeds with one record the publisher's own (the lower number) is heard.
        return tuple(
            affected
            for rank, (entries,) in enumerate(rows)
            for affected in unpack(entries)
            if heard.setdefault(affected.id, rank) == rank
        )

    def _advisory(self, identifier: str) -> Advisory | None:
        rows = self._db.execute(_ADVISORY, (identifier,)).fetchall()
        if not rows:
            return self._member(identifier)
        facts = [decode_facts(row[2]) for row in rows]
        text = self._text(row[1] for row in rows)
        shared = decode_group(rows[0][3]) if rows[0][3] is not None else Group((identifier,))
        scores = dict.fromkeys((*(s for one in facts for s in one.scores), *shared.scores))
        aliases = [i for i in shared.ids if i != identifier]
        return Advisory(
            identifier,
            tuple(aliases),
            text.summary,
            text.details,
            text.references,
            tuple([self._score(number) for number in scores]),
            next((one.cwes for one in facts if one.cwes), ()),
            next((one.published for one in facts if one.published), ""),
            next((one.modified for one in facts if one.modified), ""),
            shared.epss,
            shared.epss_percentile,
            shared.kev,
            self._sources[rows[0][0]].name,
            next((one.covers for one in facts if one.covers), ()),
        )

    def _member(self, identifier: str) -> Advisory | None:
        """Return what is known of an id that no feed files by itself.

        It is an alias of records that say more, or one of the flaws that a notice fixes.
        """
        row = self._db.execute(_MEMBER, (identifier,)).fetchone()
        if row is None:
            return None
        shared = decode_group(row[0])
        others = tuple([i for i in shared.ids if i != identifier])
        for other in others:
            if self._db.execute(_ADVISORY, (other,)).fetchone() and (
                found := self._advisory(other)
            ):
                return replace(found, id=identifier, aliases=others, covers=())
        return Advisory(
            identifier,
            others,
            scores=tuple([self._score(number) for number in shared.scores]),
            epss=shared.epss,
            epss_percentile=shared.epss_percentile,
            kev=shared.kev,
        )

    def _text(self, numbers: Iterable[int | None]) -> Text:
        """Return the texts of all sources of one record, the first that has each part."""
        summary, details = "", ""
        references: tuple[str, ...] = ()
        for number in numbers:
            if number is None:
                continue
            if self._codec is None:
                self._codec = TextCodec(self.dictionary())
            row = self._db.execute("SELECT body FROM text WHERE no = ?", (number,)).fetchone()
            text = self._codec.expand(row[0])
            summary, details = summary or text.summary, details or text.details
            references = references or text.references
        return Text(summary, details, references)

    def _score(self, number: int) -> Score:
        score = self._scores.get(number)
        if score is None:
            row = self._db.execute("SELECT facts FROM score WHERE no = ?", (number,)).fetchone()
            score = self._scores[number] = decode_score(row[0])
        return score

    def _read_meta(self) -> Meta:
        row = self._db.execute("SELECT value FROM meta WHERE key = 'meta'").fetchone()
        return msgspec.msgpack.decode(row[0], type=Meta)

    def _read_ecosystems(self) -> dict[str, int]:
        rows = self._db.execute("SELECT no, name FROM ecosystem LIMIT ?", (LISTED_ROWS,))
        return {msgspec.convert(name, str): number for number, name in rows}

    def _reject(self, error: Exception) -> NoReturn:
        raise DatabaseDamagedError(f"'{self._path}' is corrupt: {error}", hint=_REBUILD) from error


def _source_info(facts: SourceFacts) -> SourceInfo:
    return SourceInfo(
        name=facts.name,
        kind=facts.kind,
        location=facts.location,
        date=facts.dated,
        records=facts.records,
        digest=facts.digest,
    )


def _check_header(path: Path) -> None:
    """Tell a missing, foreign, other or truncated file by its first hundred bytes and its size."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError as error:
        raise DatabaseMissingError(
            f"there is no advisory database at '{path}'",
            hint="hullmark db update fetches one, hullmark db build SOURCE… makes one",
        ) from error
    except OSError as error:
        raise DatabaseFormatError(
            f"cannot read '{path}': {error.strerror or error}", hint=_REBUILD
        ) from error
    if not head.startswith(_MAGIC[: len(head)]) or not head:
        raise DatabaseFormatError(f"'{path}' is not an advisory database", hint=_REBUILD)
    if len(head) < 100:
        raise DatabaseDamagedError(f"'{path}' is cut short", hint=_REBUILD)
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    schema = int.from_bytes(head[60:64], "big")
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise DatabaseFormatError(f"'{path}' is not an advisory database", hint=_REBUILD)
    if schema != SCHEMA:
        raise DatabaseSchemaError(
            f"'{path}' has layout {schema}, this version reads {SCHEMA}", hint=_REBUILD
        )
    if size != pages * (page if page != 1 else 65_536):
        raise DatabaseDamagedError(f"'{path}' is cut short or has grown", hint=_REBUILD)
