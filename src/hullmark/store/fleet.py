"""The last sight of every image lineage, with the packages in it: what a re-match works on."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from hullmark.model.component import Component
from hullmark.model.finding import Finding
from hullmark.model.scan import DataSource, Target
from hullmark.store.connection import Row, Store, numbers, rows_in
from hullmark.store.content import encode, unpack, unpack_numbers
from hullmark.store.rows import load_document


class Sight(msgspec.Struct, frozen=True):
    """What was last seen of a lineage."""

    lineage: int
    name: str
    """Of the lineage."""
    scan_target: int
    scan: int
    image: int
    target: str
    about: int
    """Number of the document that says what image it is."""
    data: int
    """Number of the document that says on which data it was judged."""
    sources: int
    counts: tuple[int, ...]
    """Per severity, the worst first, then suppressed ones."""


class Held(msgspec.Struct, frozen=True):
    """A package, and the key it is ordered by in its sets."""

    key: bytes
    ecosystem: str
    component: Component


class Use(msgspec.Struct, frozen=True):
    """A set of packages in an image, with where they were seen."""

    image: int
    set_number: int
    places: int
    ecosystem: str


def last_sights(store: Store) -> list[Sight]:
    """Return the last sight of every lineage that our own scans have seen."""
    rows = store.rows(
        "SELECT l.id, l.name, t.id, t.scan_id, t.image_id, t.name, i.about_id, s.data_id,"
        " t.sources_id, t.critical, t.high, t.medium, t.low, t.negligible, t.unknown, t.suppressed"
        " FROM lineage l JOIN scan_target t ON t.id = l.latest_id JOIN image i ON i.id = t.image_id"
        " JOIN scan s ON s.id = t.scan_id WHERE l.stream = '' ORDER BY l.id"
    )
    return [_sight(row) for row in rows]


def _sight(row: Row) -> Sight:
    lineage, name, number, scan, image, target, about, data, sources, *counts = row
    return Sight(lineage, name, number, scan, image, target, about, data, sources, tuple(counts))


def uses_of(store: Store, images: Collection[int]) -> list[Use]:
    """Return the sets of installed packages of images."""
    table, value = numbers(store, sorted(images))
    rows = store.rows(
        "SELECT s.image_id, s.set_id, s.places_id, p.ecosystem"  # noqa: S608 - an expression of ours
        f" FROM {table} JOIN image_set s ON s.image_id = value"
        " JOIN package_set p ON p.id = s.set_id WHERE s.role IN (0, 8)",
        value,
    )
    return [Use(*row) for row in rows]


def members_of(store: Store, sets: Collection[int]) -> dict[int, list[int]]:
    """Return the packages of sets."""
    table, value = numbers(store, sorted(sets))
    rows = store.rows(
        "SELECT s.id, s.members"  # noqa: S608 - a table expression of ours
        f" FROM {table} JOIN package_set s ON s.id = value",
        value,
    )
    return {number: unpack_numbers(bytes(members)) for number, members in rows}


def sets_with(store: Store, packages: Collection[int]) -> set[int]:
    """Return the sets that hold any of some packages."""
    table, value = numbers(store, sorted(packages))
    rows = store.rows(
        "SELECT DISTINCT m.set_id"  # noqa: S608 - a table expression of ours
        f" FROM {table} JOIN package_set_member m ON m.package_id = value",
        value,
    )
    return {number for (number,) in rows}


def all_packages(store: Store) -> dict[int, Held]:
    """Return every package that was ever seen."""
    decode = msgspec.msgpack.Decoder(Component).decode
    return {
        number: Held(bytes(key), ecosystem, decode(bytes(facts)))
        for number, key, ecosystem, facts in store.rows(
            "SELECT id, key, ecosystem, facts FROM package"
        )
    }


def targets_about(store: Store, sights: Iterable[Sight]) -> dict[int, Target]:
    """Return what image each is, without name, digests and layers, by number of the document."""
    wanted = sorted({each.about for each in sights})
    statement = "SELECT id, body FROM document WHERE id IN ({list})"
    decode = msgspec.msgpack.Decoder(Target).decode
    return {number: decode(unpack(body)) for number, body in rows_in(store, statement, wanted)}


def raw_places(store: Store, documents: Collection[int]) -> dict[int, list[msgspec.Raw]]:
    """Return the places of each package of a set, packed as they are, by number of document."""
    decode = msgspec.msgpack.Decoder(list[msgspec.Raw]).decode
    statement = "SELECT id, body FROM document WHERE id IN ({list})"
    return {
        number: decode(unpack(body))
        for number, body in rows_in(store, statement, sorted(documents))
    }


def newest_scan(store: Store) -> int:
    """Return the number of the newest scan; 0 without one."""
    return int(store.rows("SELECT coalesce(max(id), 0) FROM scan")[0][0])


def data_of(store: Store, document: int) -> tuple[DataSource, ...]:
    """Return the feeds that a scan rested on."""
    packed = load_document(store, document)
    _, feeds = msgspec.msgpack.decode(packed, type=tuple[str, tuple[DataSource, ...]])
    return feeds


def detail_finding(store: Store, key: bytes) -> Finding | None:
    """Return what is kept of a finding under the key of its detail."""
    rows = store.rows("SELECT body FROM finding_detail WHERE key = ?", key)
    return msgspec.msgpack.decode(unpack(rows[0][0]), type=Finding) if rows else None


def known_flaws(store: Store) -> list[str]:
    """Return every id of whatever was found."""
    return [name for (name,) in store.rows("SELECT name FROM flaw")]


def components_with(store: Store, flaws: Sequence[str]) -> set[str]:
    """Return the names of components that have, or had, one of some flaws."""
    statement = (
        "SELECT DISTINCT f.component FROM flaw w JOIN detail_flaw d ON d.flaw_id = w.id"
        " JOIN finding_detail f ON f.id = d.detail_id WHERE w.name IN ({list})"
    )
    return {name for (name,) in rows_in(store, statement, flaws)}


def known_state(store: Store) -> dict[tuple[str, str], bytes]:
    """Return the digests of the last re-match."""
    rows = store.rows("SELECT ecosystem, name, digest FROM advisory_state")
    return {(ecosystem, name): bytes(digest) for ecosystem, name, digest in rows}


def remember_state(
    store: Store, state: Mapping[tuple[str, str], bytes], *, known: Mapping[tuple[str, str], bytes]
) -> None:
    """Keep the digests that differ from those that are known; inside ``writing``."""
    changed = [(*key, digest) for key, digest in state.items() if known.get(key) != digest]
    store.many(
        "INSERT INTO advisory_state (ecosystem, name, digest) VALUES (?, ?, ?)"
        " ON CONFLICT (ecosystem, name) DO UPDATE SET digest = excluded.digest",
        changed,
    )


def load_meta(store: Store, name: str) -> str:
    """Return a value that the store keeps about itself; empty where there is none."""
    rows = store.rows("SELECT value FROM meta WHERE name = ?", name)
    return str(rows[0][0]) if rows else ""


def keep_meta(store: Store, name: str, value: str) -> None:
    """Keep a value; inside ``writing``."""
    store.run(
        "INSERT INTO meta (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name,
        value,
    )


def data_digest(feeds: Iterable[DataSource]) -> str:
    """Return what tells one state of the data from another, as far as a result says it."""
    return encode(sorted((each.name, each.date or "", each.records) for each in feeds)).hex()
