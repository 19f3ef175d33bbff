"""Findings over time: an interval opens when a finding appears and closes when it is gone.

A finding that stays as it is writes nothing. One that changes (re-rated, a fix, a suppression) ends
its interval and begins the next at the same scan; ``since`` says when it first appeared.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from hullmark.model.finding import Finding
from hullmark.store.connection import Store, rows_in
from hullmark.store.content import clean, key_of, pack
from hullmark.store.details import Detail, is_fixable, scanners_of
from hullmark.store.rows import document_ids, document_key, ids_of

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


class Change(msgspec.Struct):
    """How many findings began, ended and changed."""

    opened: int = 0
    closed: int = 0
    changed: int = 0


def open_intervals(store: Store, lineage: int) -> dict[bytes, Open]:
    """Return what is open in a lineage, by fingerprint."""
    found = store.rows(
        "SELECT i.id, f.id, f.fingerprint, d.key, p.key, i.since, i.since_at, d.identifier, d.kind,"
        " d.component, d.version FROM finding_interval i JOIN finding f ON f.id = i.finding_id"
        " JOIN finding_detail d ON d.id = i.detail_id LEFT JOIN document p"
        " ON p.id = i.last_places_id WHERE i.lineage_id = ? AND i.closed IS NULL",
        lineage,
    )
    return {bytes(row[2]): _open(row) for row in found}


def _open(row: Sequence[Any]) -> Open:
    number, finding, fingerprint, detail, places, *rest = row
    return Open(number, finding, bytes(fingerprint), bytes(detail), bytes(places or b""), *rest)


def move(
    store: Store,
    moment: Moment,
    details: Sequence[Detail],
    *,
    before: Mapping[bytes, Open],
    why_new: Callable[[Finding], str],
    why_gone: Callable[[Open], str],
) -> Change:
    """Bring the intervals of a lineage to what was found now.

    Args:
        store: Inside ``writing``.
        moment: The scan that found it.
        details: All that was found.
        before: What is open, or the part of it that was looked at again.
        why_new: Cause of a finding that was not there.
        why_gone: Cause of an end.
    """
    change = Change()
    now = {each.fingerprint: each for each in details}
    fresh = [each for key, each in now.items() if key not in before]
    altered = [
        (before[key], each)
        for key, each in now.items()
        if key in before and before[key].detail_key != each.key
    ]
    gone = [each for key, each in before.items() if key not in now]
    written = [*fresh, *(each for _, each in altered)]
    detail_ids = _detail_ids(store, written)
    places = document_ids(store, (("places", each.places) for each in written))
    findings = _finding_ids(store, moment.lineage, fresh)
    opened: list[tuple[object, ...]] = []
    for each in fresh:
        start = (moment.number, moment.at)
        row = (findings[each.fingerprint], moment.lineage, detail_ids[each.key], *start, *start)
        opened.append((*row, clean(why_new(each.finding)), *[places[each.places_key]] * 2))
    ends: list[tuple[object, ...]] = []
    for old, each in altered:
        since = (old.since, old.since_at)
        start = (moment.number, moment.at)
        row = (old.finding, moment.lineage, detail_ids[each.key], *start, *since)
        opened.append((*row, CHANGED, *[places[each.places_key]] * 2))
        ends.append((moment.number, moment.at, CHANGED, old.number))
    ends += [(moment.number, moment.at, clean(why_gone(old)), old.number) for old in gone]
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
    _remember_places(store, now, before)
    change.opened, change.closed, change.changed = len(fresh), len(gone), len(altered)
    return change


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
    known = {
        bytes(key): int(number)
        for key, number in rows_in(
            store, "SELECT key, id FROM finding_detail WHERE key IN ({list})", list(keys)
        )
    }
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


def _finding_ids(store: Store, lineage: int, details: Sequence[Detail]) -> dict[bytes, int]:
    names = [each.fingerprint for each in details]
    known = _known_findings(store, lineage, names)
    new = [name for name in names if name not in known]
    if new:
        store.many(
            "INSERT INTO finding (lineage_id, fingerprint) VALUES (?, ?)",
            [(lineage, name) for name in new],
        )
        known |= _known_findings(store, lineage, new)
    return known


def _known_findings(store: Store, lineage: int, names: Sequence[bytes]) -> dict[bytes, int]:
    statement = (
        "SELECT fingerprint, id FROM finding WHERE lineage_id = ? AND fingerprint IN ({list})"
    )
    return {bytes(name): number for name, number in rows_in(store, statement, names, lineage)}


def _remember_places(
    store: Store, now: Mapping[bytes, Detail], before: Mapping[bytes, Open]
) -> None:
    """Note where findings that stayed were seen last; no new row."""
    moved = [
        (before[key].number, each)
        for key, each in now.items()
        if key in before
        and before[key].detail_key == each.key
        and before[key].places_key != each.places_key
    ]
    if not moved:
        return
    places = document_ids(store, (("places", each.places) for _, each in moved))
    store.many(
        "UPDATE finding_interval SET last_places_id = ? WHERE id = ?",
        [(places[each.places_key], number) for number, each in moved],
    )
