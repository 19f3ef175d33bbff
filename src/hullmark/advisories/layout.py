"""The tables of the advisory database; a change raises ``record.SCHEMA``."""

import msgspec

APPLICATION_ID = 0x484D4144
"""``HMAD`` in SQLite's header, so that a foreign file is told apart by its first 100 bytes."""

LISTED_ROWS = 100_000
"""Rows of the short tables that are read whole: ecosystems have about 500, sources about 100."""

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE source (no INTEGER PRIMARY KEY, facts BLOB NOT NULL);
CREATE TABLE ecosystem (no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE affected (
    ecosystem INTEGER NOT NULL, name TEXT NOT NULL, source INTEGER NOT NULL, entries BLOB NOT NULL
);
CREATE TABLE advisory (
    id TEXT NOT NULL, source INTEGER NOT NULL, text INTEGER, shared INTEGER, facts BLOB NOT NULL,
    PRIMARY KEY (id, source)
) WITHOUT ROWID;
CREATE TABLE text (no INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE shared (no INTEGER PRIMARY KEY, facts BLOB NOT NULL);
CREATE TABLE member (id TEXT PRIMARY KEY, shared INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE score (no INTEGER PRIMARY KEY, facts BLOB NOT NULL);
CREATE TABLE end_of_life (
    distribution TEXT NOT NULL, version TEXT NOT NULL, day TEXT NOT NULL,
    PRIMARY KEY (distribution, version)
) WITHOUT ROWID;
"""

STAGED = """
CREATE TABLE staged.advisory (
    id TEXT NOT NULL, source INTEGER NOT NULL, text INTEGER, facts BLOB NOT NULL
)
"""
"""Advisories wait here, in arrival order, until their groups are closed."""

CARRY = (
    (
        "INSERT INTO main.text SELECT no + :shift, body FROM old.text WHERE no IN"
        " (SELECT text FROM old.advisory WHERE source = :old)"
    ),
    (
        "INSERT INTO staged.advisory SELECT id, :new, text + :shift, facts FROM old.advisory"
        " WHERE source = :old"
    ),
    (
        "INSERT INTO main.affected SELECT ecosystem, name, :new, entries FROM old.affected"
        " WHERE source = :old"
    ),
)
"""Take the rows of a source over from an attached database."""

INDEXES = "CREATE UNIQUE INDEX affected_key ON affected (ecosystem, name, source);"


class SourceFacts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the database remembers of one source."""

    name: str
    """Short name for people: ``osv-PyPI``, ``debian-tracker``, ``epss``."""
    kind: str
    """``osv``, ``debian-tracker``, ``debian-advisories``, ``debian-issues``, ``alpine``, ``epss``,
    ``kev``, ``end-of-life`` or ``mixed``."""
    location: str
    digest: str
    etag: str = ""
    dated: str = ""
    """ISO date of the data: the newest record, or what the feed says of itself."""
    records: int = 0
    withdrawn: int = 0
    issues: int = 0
    shadowed_by: tuple[str, ...] = ()
    """Locations of sources whose newer copies of a record were kept instead of this one's."""


class Meta(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The database as a whole."""

    schema: int
    kind: str
    """``full``, ``matching`` (no texts) or ``starter``."""
    built_at: str
    digest: str
    """``sha256:`` over schema, kind and the digests of all sources: same data, same digest."""
    tool: str = ""
    advisories: int = 0
    packages: int = 0
