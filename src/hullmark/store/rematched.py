"""Records what a re-match has changed: a scan of its own, with the lineages it touched."""

from collections.abc import Mapping, Sequence

import msgspec

from hullmark.model.scan import ScanResult
from hullmark.model.severity import Severity
from hullmark.store.causes import DATA
from hullmark.store.connection import Store
from hullmark.store.content import clean, encode, key_of
from hullmark.store.details import Detail
from hullmark.store.fleet import Sight, keep_meta, remember_state
from hullmark.store.intervals import Change, Moment, Move, Open, move, record_flaws
from hullmark.store.ledgers import ledger_id
from hullmark.store.record import record_run

_PLACE = {level.rank: at for at, level in enumerate(sorted(Severity, key=lambda s: -s.rank))}
"""Rank of a severity → its place among the counts."""


_TARGET = (
    "INSERT INTO scan_target (scan_id, lineage_id, image_id, name, ledger_id, sources_id,"
    " critical, high, medium, low, negligible, unknown, suppressed)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"
)


class Outcome(msgspec.Struct, frozen=True):
    """What changed in one lineage."""

    sight: Sight
    details: Sequence[Detail]
    """All that was found of what was looked at again."""
    before: Mapping[bytes, Open]
    """What is open of it."""


def record_rematch(
    store: Store,
    result: ScanResult,
    outcomes: Sequence[Outcome],
    *,
    state: Mapping[tuple[str, str], bytes],
    known: Mapping[tuple[str, str], bytes],
    meta: Mapping[str, str],
) -> list[Change]:
    """Record a re-match, and the state of the advisories it rests on, in one transaction.

    Args:
        store: Open, and not inside a transaction.
        result: The run itself: when, by whom, on which data.
        outcomes: Lineages in which anything changed.
        state: Digests of what the advisories say now.
        known: Those that are kept already.
        meta: What the next re-match has to know of this one.
    """
    with store.writing():
        changes: list[Change] = []
        if outcomes:
            key = key_of(b"rematch", encode((result.created_at, dict(meta), len(outcomes))))
            scan = record_run(store, key, result, result.ledger, command="rematch", commit="")
            # Between looking and recording another scan may have moved a lineage on.
            latest: dict[int, int] = dict(store.rows("SELECT id, latest_id FROM lineage"))
            current = [e for e in outcomes if latest.get(e.sight.lineage) == e.sight.scan_target]
            at = int(result.created_at.timestamp())
            ledger = ledger_id(store, ())
            targets = store.numbered(_TARGET, [_row(scan, each, ledger) for each in current])
            moves = [
                Move(
                    Moment(number, at, each.sight.lineage),
                    each.details,
                    each.before,
                    lambda _: DATA,
                    lambda _: DATA,
                )
                for number, each in zip(targets, current, strict=True)
            ]
            record_flaws(
                store, {d.key: d.finding for each in current for d in each.details}.values()
            )
            changes = move(store, moves)
            store.many(
                "UPDATE lineage SET latest_id = ? WHERE id = ?",
                [(each.moment.number, each.moment.lineage) for each in moves],
            )
        remember_state(store, state, known=known)
        for name, value in meta.items():
            keep_meta(store, name, value)
    return changes


def _row(scan: int, outcome: Outcome, ledger: int) -> tuple[object, ...]:
    sight = outcome.sight
    target = clean(sight.target)
    counts = _counts(outcome)
    return (scan, sight.lineage, sight.image, target, ledger, sight.sources, *counts)


def _counts(outcome: Outcome) -> list[int]:
    """Return the counts of before, moved by what changed."""
    counts = list(outcome.sight.counts)
    for old in outcome.before.values():
        counts[6 if old.suppressed else _PLACE[old.severity]] -= 1
    for detail in outcome.details:
        finding = detail.finding
        counts[6 if finding.suppressed else _PLACE[finding.severity.rank]] += 1
    return [min(max(count, 0), 32_767) for count in counts]
