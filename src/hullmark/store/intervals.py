"""Findings over time: an interval opens when a finding appears and closes when it is gone.

A finding that stays as it is writes nothing. One that changes (re-rated, a fix, a suppression) ends
its interval and begins the next at the same scan; ``since`` says when it first appeared.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from hullmark.model.finding import Finding
from hullmark.store.connection import Store, rows_in
from hullmark.store.content import clean, key_of, pack
from hullmark.store.details import Detail, is_fixable, scanners_of
from hullmark.store.rows import document_ids, document_key, ids_of, known_ids

CHANGED = "changed"
"""Cause of both ends where a finding goes on in another form."""
_DETAIL = (
    "kind",
    "identifier",
    "severity",
    "suppressed",
    "fixable",
    "exploited",
    "component",
    "version",
    "scanners",
    "suppression_id",
    "text_id",
    "body",
)


class Moment(msgspec.Struct, frozen=True):
    """The scan of a target at which intervals open and close."""

    number: int
    at: int
    """Seconds since the epoch."""
    lineage: int


class Open(msgspec.Struct, frozen=True):
    """An interval that has not ended."""

    number: int
    finding: int
    fingerprint: bytes
    detail_key: bytes
    places_key: bytes
    since: int
    since_at: int
    identifier: str
    kind: str
    component: str
    version: str
    scanners: str
    severity: int
    suppressed: int


class Change(msgspec.Struct):
    """How many findings began, ended and changed."""

    opened: int = 0
    closed: int = 0
    changed: int = 0


_OPEN = (
    "SELECT i.lineage_id, i.id, f.id, f.fingerprint, d.key, p.key, i.since, i.since_at,"
    " d.identifier, d.kind, d.component, d.version, d.scanners, d.severity, d.suppressed"
    " FROM finding_interval i JOIN finding f ON f.id = i.finding_id"
    " JOIN finding_detail d ON d.id = i.detail_id"
    " LEFT JOIN document p ON p.id = i.last_places_id WHERE i.closed IS NULL"
)


def open_intervals(store: Store, lineage: int) -> dict[bytes, Open]:
    """Return what is open in a lineage, by fingerprint."""
    found = (_open(row) for row in store.rows(f"{_OPEN} AND i.lineage_id = ?", lineage))
    return {each.fingerprint: each for each in found}


def open_about(store: Store, components: Sequence[str]) -> dict[int, dict[bytes, Open]]:
    """Return what is open about components of these names, by lineage and fingerprint."""
    held: dict[int, dict[bytes, Open]] = {}
    statement = f"{_OPEN} AND d.kind = 'vulnerability' AND d.component IN ({{list}})"
    for row in rows_in(store, statement, components):
        each = _open(row)
        held.setdefault(row[0], {})[each.fingerprint] = each
    return held


def _open(row: Sequence[Any]) -> Open:
    _, number, finding, fingerprint, detail, places, *rest = row
    return Open(number, finding, bytes(fingerprint), bytes(detail), bytes(places or b""), *rest)


class Move(msgspec.Struct, frozen=True):
    """What was found in one lineage, beside what is open there."""

    moment: Moment
    details: Sequence[Detail]
    """All that was found, or all that was found of what was looked at again."""
    before: Mapping[bytes, Open]
    """What is open, or the part of it that was looked at again."""
    why_new: Callable[[Finding], str]
    """Cause of a finding that was not there."""
    why_gone: Callable[[Open], str]
    """Cause of an end."""


def move(store: Store, moves: Sequence[Move]) -> list[Change]:
    """Bring the intervals of lineages to what was found now; inside ``writing``."""
    steps = [_step(each) for each in moves]
    written = [detail for step in steps for detail in step.written]
    detail_ids = _detail_ids(store, written)
    places = document_ids(store, _distinct_places(written))
    findings = _finding_ids(
        store, {(s.moment.lineage, d.fingerprint) for s in steps for d in s.fresh}
    )
    opened: list[tuple[object, ...]] = []
    ends: list[tuple[object, ...]] = []
    for step, given in zip(steps, moves, strict=True):
        moment = step.moment
        start = (moment.number, moment.at)
        for each in step.fresh:
            number = findings[moment.lineage, each.fingerprint]
            row = (number, moment.lineage, detail_ids[each.key], *start, *start)
            why = clean(given.why_new(each.finding))
            opened.append((*row, why, *[places[each.places_key]] * 2))
        for old, each in step.altered:
            since = (old.since, old.since_at)
            row = (old.finding, moment.lineage, detail_ids[each.key], *start, *since)
            opened.append((*row, CHANGED, *[places[each.places_key]] * 2))
            ends.append((*start, CHANGED, old.number))
        ends += [(*start, clean(given.why_gone(old)), old.number) for old in step.gone]
    if ends:
        store.many(
            "UPDATE finding_interval SET closed = ?, closed_at = ?, closed_cause = ? WHERE id = ?",
            ends,
        )
    if opened:
        store.many(
            "INSERT INTO finding_interval (finding_id, lineage_id, detail_id, opened, opened_at,"
            " since, since_at, opened_cause, closed_cause, first_places_id, last_places_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?)",
            opened,
        )
    _remember_places(store, [pair for step in steps for pair in step.stayed])
    return [Change(len(s.fresh), len(s.gone), len(s.altered)) for s in steps]


class _Step(msgspec.Struct, frozen=True):
    """A move, sorted by what is to be written."""

    moment: Moment
    fresh: list[Detail]
    altered: list[tuple[Open, Detail]]
    stayed: list[tuple[Open, Detail]]
    gone: list[Open]

    @property
    def written(self) -> list[Detail]:
        return [*self.fresh, *(detail for _, detail in self.altered)]


def _step(given: Move) -> _Step:
    step = _Step(given.moment, [], [], [], [])
    names = set()
    for detail in given.details:
        names.add(detail.fingerprint)
        old = given.before.get(detail.fingerprint)
        if old is None:
            step.fresh.append(detail)
        elif old.detail_key != detail.key:
            step.altered.append((old, detail))
        elif old.places_key != detail.places_key:
            step.stayed.append((old, detail))
    step.gone.extend(old for name, old in given.before.items() if name not in names)
    return step


def _distinct_places(details: Iterable[Detail]) -> list[tuple[str, bytes]]:
    return [("places", places) for places in {each.places for each in details}]


def record_flaws(store: Store, findings: Iterable[Finding]) -> dict[str, int]:
    """Return the number of each id of a flaw; what EPSS says of it today is kept with it."""
    said: dict[str, tuple[float | None, float | None]] = {}
    for finding in findings:
        priority = finding.priority
        for at, identifier in enumerate(finding.identifiers):
            name = clean(identifier)
            if at == 0 and priority.epss is not None:
                said[name] = (priority.epss, priority.epss_percentile)
            else:
                said.setdefault(name, (None, None))
    known = _known_flaws(store, said)
    new = [(name, *epss) for name, epss in said.items() if name not in known]
    if new:
        store.many("INSERT INTO flaw (name, epss, epss_percentile) VALUES (?, ?, ?)", new)
    moved = [
        (*epss, known[name][0])
        for name, epss in said.items()
        if name in known and epss[0] is not None and known[name][1] != epss
    ]
    if moved:
        store.many("UPDATE flaw SET epss = ?, epss_percentile = ? WHERE id = ?", moved)
    if new:
        known |= _known_flaws(store, [name for name, *_ in new])
    return {name: number for name, (number, _) in known.items()}


def _known_flaws(
    store: Store, names: Iterable[str]
) -> dict[str, tuple[int, tuple[float | None, float | None]]]:
    statement = "SELECT name, id, epss, epss_percentile FROM flaw WHERE name IN ({list})"
    found = rows_in(store, statement, list(names))
    return {name: (number, (epss, percentile)) for name, number, epss, percentile in found}


def _detail_ids(store: Store, details: Sequence[Detail]) -> dict[bytes, int]:
    if not details:
        return {}
    keys = {each.key: each for each in details}
    known = known_ids(store, "finding_detail", keys)
    new = {key: each for key, each in keys.items() if key not in known}
    if not new:
        return known
    texts = document_ids(store, (("text", each.text) for each in new.values()))
    reasons = _suppressions(store, new.values())
    rows = {key: _row(each, texts, reasons) for key, each in new.items()}
    known |= ids_of(store, "finding_detail", _DETAIL, rows)
    flaws = record_flaws(store, (each.finding for each in new.values()))
    store.many(
        "INSERT INTO detail_flaw (flaw_id, detail_id) VALUES (?, ?)",
        sorted(
            {
                (flaws[clean(identifier)], known[key])
                for key, each in new.items()
                for identifier in each.finding.identifiers
            }
        ),
    )
    return known


def _row(
    detail: Detail, texts: Mapping[bytes, int], reasons: Mapping[bytes, int]
) -> tuple[object, ...]:
    finding = detail.finding
    component = finding.component
    return (
        finding.kind.value,
        clean(finding.identifiers[0]) if finding.identifiers else "",
        finding.severity.rank,
        int(finding.suppressed),
        int(is_fixable(finding)),
        int(finding.priority.known_exploited),
        clean(component.name if component is not None else finding.subject),
        clean(component.version) if component is not None else "",
        scanners_of(finding),
        reasons.get(key_of(clean(finding.suppression).encode())),
        texts[document_key(("text", detail.text))],
        pack(detail.body),
    )


def _suppressions(store: Store, details: Iterable[Detail]) -> dict[bytes, int]:
    words = {clean(each.finding.suppression) for each in details if each.finding.suppression}
    if not words:
        return {}
    return ids_of(
        store, "suppression", ("reason",), {key_of(word.encode()): (word,) for word in words}
    )


def _finding_ids(
    store: Store, wanted: Collection[tuple[int, bytes]]
) -> dict[tuple[int, bytes], int]:
    names = list({name for _, name in wanted})
    known = _known_findings(store, names)
    new = sorted(each for each in wanted if each not in known)
    if new:
        store.many("INSERT INTO finding (lineage_id, fingerprint) VALUES (?, ?)", new)
        known |= _known_findings(store, [name for _, name in new])
    return known


def _known_findings(store: Store, names: Sequence[bytes]) -> dict[tuple[int, bytes], int]:
    statement = "SELECT lineage_id, fingerprint, id FROM finding WHERE fingerprint IN ({list})"
    return {
        (lineage, bytes(name)): number for lineage, name, number in rows_in(store, statement, names)
    }


def _remember_places(store: Store, stayed: Sequence[tuple[Open, Detail]]) -> None:
    """Note where findings that stayed were seen last; no new row."""
    if not stayed:
        return
    places = document_ids(store, _distinct_places(each for _, each in stayed))
    store.many(
        "UPDATE finding_interval SET last_places_id = ? WHERE id = ?",
        [(places[each.places_key], old.number) for old, each in stayed],
    )
