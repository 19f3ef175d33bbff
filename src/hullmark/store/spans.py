"""Findings as spans of time: what trends, service levels and histories are made of."""

from collections.abc import Collection
from datetime import UTC, datetime

import msgspec

from hullmark.store.connection import Row, Store, numbers, rows_in
from hullmark.store.content import pack_fingerprint, unpack, unpack_digest, unpack_fingerprint
from hullmark.store.places import unpack_places


class Span(msgspec.Struct, frozen=True):
    """One state of a finding, from its beginning to its end."""

    finding: int
    lineage: int
    opened_at: int
    closed_at: int | None
    """``None`` while it lasts."""
    since_at: int
    """When the finding appeared, in whatever state."""
    goes_on: bool
    """Whether another state follows at its end."""
    severity: int
    """Rank, 0 (unknown) to 5 (critical)."""
    suppressed: bool
    fixable: bool
    exploited: bool
    kind: str


def spans_of(store: Store, lineages: Collection[int]) -> list[Span]:
    """Return the spans of all findings of lineages."""
    table, value = numbers(store, sorted(lineages))
    rows = store.rows(
        "SELECT i.finding_id, i.lineage_id, i.opened_at, i.closed_at, i.since_at,"  # noqa: S608
        " CASE WHEN i.closed_cause = 'changed' THEN 1 ELSE 0 END, d.severity, d.suppressed,"
        f" d.fixable, d.exploited, d.kind FROM {table} JOIN finding_interval i"
        " ON i.lineage_id = value JOIN finding_detail d ON d.id = i.detail_id",
        value,
    )
    return [_span(row) for row in rows]


def first_looks(store: Store, lineages: Collection[int]) -> dict[int, int]:
    """Return when each lineage was seen first, in seconds since the epoch."""
    table, value = numbers(store, sorted(lineages))
    rows = store.rows(
        "SELECT t.lineage_id, min(s.created_at)"  # noqa: S608 - a table expression of ours
        f" FROM {table} JOIN scan_target t ON t.lineage_id = value"
        " JOIN scan s ON s.id = t.scan_id GROUP BY t.lineage_id",
        value,
    )
    return dict(rows)


def first_days(store: Store, number: int) -> dict[str, str]:
    """Return fingerprint → ISO date on which it appeared, of what a scan of a target has found."""
    rows = store.rows(
        "SELECT f.fingerprint, i.since_at FROM scan_target t"
        " JOIN finding_interval i ON i.lineage_id = t.lineage_id"
        " JOIN finding f ON f.id = i.finding_id"
        " WHERE t.id = ? AND i.opened <= t.id AND (i.closed IS NULL OR i.closed > t.id)",
        number,
    )
    return {
        unpack_fingerprint(name): datetime.fromtimestamp(since, UTC).date().isoformat()
        for name, since in rows
    }


def _span(row: Row) -> Span:
    finding, lineage, opened, closed, since, goes_on, severity, *flags, kind = row
    suppressed, fixable, exploited = map(bool, flags)
    return Span(
        finding, lineage, opened, closed, since, bool(goes_on), severity,
        suppressed, fixable, exploited, kind,
    )  # fmt: skip


class State(msgspec.Struct, frozen=True, kw_only=True):
    """One state of one finding, with where it came from."""

    finding: int
    fingerprint: str
    lineage: str
    stream: str
    identifier: str
    kind: str
    component: str
    version: str
    severity: int
    suppressed: bool
    scanners: tuple[str, ...]
    opened: int
    """Number of the scan of the target at which it began."""
    opened_at: int
    opened_cause: str
    since_at: int
    closed: int | None
    closed_at: int | None
    closed_cause: str
    path: str
    layer_index: int | None


class Origin(msgspec.Struct, frozen=True):
    """The scan at which something began or ended, as far as it is still recorded."""

    scan: int
    at: int
    command: str
    commit: str
    target: str
    digest: str | None
    image: int


def states_of(store: Store, wanted: str) -> list[State]:
    """Return every state of findings by fingerprint, start of one, or any id of a flaw."""
    findings = _findings(store, wanted)
    statement = (
        "SELECT f.id, f.fingerprint, l.name, l.stream, d.identifier, d.kind, d.component,"
        " d.version, d.severity, d.suppressed, d.scanners, i.opened, i.opened_at, i.opened_cause,"
        " i.since_at,"
        " i.closed, i.closed_at, i.closed_cause, p.body FROM finding f"
        " JOIN finding_interval i ON i.finding_id = f.id"
        " JOIN finding_detail d ON d.id = i.detail_id JOIN lineage l ON l.id = f.lineage_id"
        " LEFT JOIN document p ON p.id = i.first_places_id WHERE f.id IN ({list})"
        " ORDER BY l.name, f.id, i.id"
    )
    return [_state(row) for row in rows_in(store, statement, findings)]


def _state(row: Row) -> State:
    number, fingerprint, lineage, stream, identifier, kind, component, version, severity = row[:9]
    suppressed, scanners, opened, opened_at, opened_cause, since_at, closed, closed_at = row[9:17]
    places = unpack_places(unpack(row[18]), ()) if row[18] is not None else []
    place = places[0][0] if places and places[0] else None
    return State(
        finding=number,
        fingerprint=unpack_fingerprint(fingerprint),
        lineage=lineage,
        stream=stream,
        identifier=identifier,
        kind=kind,
        component=component,
        version=version,
        severity=severity,
        suppressed=bool(suppressed),
        scanners=tuple(name for name in scanners.split(",") if name),
        opened=opened,
        opened_at=opened_at,
        opened_cause=opened_cause,
        since_at=since_at,
        closed=closed,
        closed_at=closed_at,
        closed_cause=row[17],
        path=place.path if place else "",
        layer_index=place.layer_index if place else None,
    )


def origins(store: Store, targets: Collection[int]) -> dict[int, Origin]:
    """Return the scan of each target number."""
    statement = (
        "SELECT t.id, t.scan_id, s.created_at, s.command, s.commit_id, t.name, i.digest, i.id"
        " FROM scan_target t JOIN scan s ON s.id = t.scan_id JOIN image i ON i.id = t.image_id"
        " WHERE t.id IN ({list})"
    )
    return {
        row[0]: Origin(row[1], row[2], row[3], row[4], row[5], unpack_digest(row[6]), row[7])
        for row in rows_in(store, statement, sorted(targets))
    }


def _findings(store: Store, wanted: str) -> list[int]:
    name = wanted.strip()
    rows = store.rows(
        "SELECT DISTINCT i.finding_id FROM flaw w JOIN detail_flaw x ON x.flaw_id = w.id"
        " JOIN finding_interval i ON i.detail_id = x.detail_id WHERE w.name IN (?, ?)"
        " ORDER BY i.finding_id",
        name,
        name.upper(),
    )
    if rows:
        return [row[0] for row in rows]
    digits = name.lower()
    if len(digits) >= 6 and all(each in "0123456789abcdef" for each in digits[:64]):
        low, high = digits[:64].ljust(64, "0"), digits[:64].ljust(64, "f")
        bounds = (bytes.fromhex(low), bytes.fromhex(high))
        rows = store.rows("SELECT id FROM finding WHERE fingerprint BETWEEN ? AND ?", *bounds)
    else:
        rows = store.rows("SELECT id FROM finding WHERE fingerprint = ?", pack_fingerprint(name))
    return [row[0] for row in rows]
