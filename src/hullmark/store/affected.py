"""Which recorded images hold a package: from the package to its sets, from the sets to images."""

from collections.abc import Iterable, Sequence

import msgspec

from hullmark.model.component import Component
from hullmark.store.connection import Store, numbers, rows_in
from hullmark.store.content import clean, unpack_digest


class Holder(msgspec.Struct, frozen=True):
    """An image that holds a package."""

    image: int
    package: int
    digest: str | None
    target: str
    lineage: str
    seen_at: int
    """Seconds since the epoch of the last scan of the image."""
    is_current: bool
    """Whether it is the last image of its lineage."""


def find_packages(store: Store, name: str, *, kind: str = "") -> dict[int, Component]:
    """Return packages of a name, or built from sources of that name, at any version.

    Args:
        store: Open.
        name: As its ecosystem spells it.
        kind: purl type; empty for all.
    """
    found: dict[int, Component] = {}
    for column in ("name", "source_name"):
        rows = store.rows(
            f"SELECT id, facts FROM package WHERE {column} = ?"  # noqa: S608 - a name of ours
            " AND (? = '' OR type = ?)",
            clean(name),
            kind,
            kind,
        )
        for number, facts in rows:
            found[number] = msgspec.msgpack.decode(bytes(facts), type=Component)
    return found


def package_names(store: Store) -> list[tuple[str, str, str]]:
    """Return type, ecosystem and name of everything that was ever seen."""
    return [
        (row[0], row[1], row[2])
        for row in store.rows(
            "SELECT type, ecosystem, name FROM package"
            " UNION SELECT type, ecosystem, source_name FROM package WHERE source_name <> ''"
        )
    ]


def images_with(store: Store, packages: Iterable[int]) -> list[tuple[int, int]]:
    """Return image and package of every image that holds any of some packages."""
    table, value = numbers(store, packages)
    return [
        (row[0], row[1])
        for row in store.rows(
            "SELECT i.image_id, m.package_id"  # noqa: S608 - a table expression of ours
            f" FROM {table} JOIN package_set_member m ON m.package_id = value"
            " JOIN image_set i ON i.set_id = m.set_id WHERE i.role = 0",
            value,
        )
    ]


def holders(store: Store, packages: Iterable[int]) -> list[Holder]:
    """Return images that hold any of some packages, with when they were last seen."""
    table, value = numbers(store, packages)
    rows = store.rows(
        "WITH held AS (SELECT i.image_id, m.package_id"  # noqa: S608 - a table expression of ours
        f" FROM {table} JOIN package_set_member m ON m.package_id = value"
        " JOIN image_set i ON i.set_id = m.set_id WHERE i.role = 0),"
        " seen AS (SELECT h.image_id, h.package_id, max(t.id) AS last FROM held h"
        " JOIN scan_target t ON t.image_id = h.image_id GROUP BY h.image_id, h.package_id)"
        " SELECT s.image_id, s.package_id, i.digest, t.name, l.name, c.created_at,"
        " l.latest_id = t.id FROM seen s JOIN image i ON i.id = s.image_id"
        " JOIN scan_target t ON t.id = s.last JOIN lineage l ON l.id = t.lineage_id"
        " JOIN scan c ON c.id = t.scan_id ORDER BY t.id DESC",
        value,
    )
    return [
        Holder(image, package, unpack_digest(digest), target, lineage, seen, bool(current))
        for image, package, digest, target, lineage, seen, current in rows
    ]


class Reported(msgspec.Struct, frozen=True):
    """A finding with a flaw, in one lineage, over time."""

    lineage: str
    target: str
    digest: str | None
    identifier: str
    component: str
    version: str
    severity: int
    suppressed: bool
    scanners: tuple[str, ...]
    since_at: int
    closed_at: int | None


def reported(store: Store, flaws: Sequence[str]) -> list[Reported]:
    """Return findings with any of some ids, the open ones first; scanners' own included."""
    statement = (
        "SELECT DISTINCT l.name, t.name, g.digest, d.identifier, d.component, d.version,"
        " d.severity, d.suppressed, d.scanners, i.since_at, i.closed_at, i.id FROM flaw w"
        " JOIN detail_flaw x ON x.flaw_id = w.id JOIN finding_detail d ON d.id = x.detail_id"
        " JOIN finding_interval i ON i.detail_id = d.id JOIN lineage l ON l.id = i.lineage_id"
        " LEFT JOIN scan_target t ON t.id = l.latest_id LEFT JOIN image g ON g.id = t.image_id"
        " WHERE i.closed_cause <> 'changed' AND w.name IN ({list}) ORDER BY i.closed_at, i.id"
    )
    return [
        Reported(
            lineage=row[0],
            target=row[1] or "",
            digest=unpack_digest(row[2]),
            identifier=row[3],
            component=row[4],
            version=row[5],
            severity=row[6],
            suppressed=bool(row[7]),
            scanners=tuple(name for name in row[8].split(",") if name),
            since_at=row[9],
            closed_at=row[10],
        )
        for row in rows_in(store, statement, list(flaws))
    ]
