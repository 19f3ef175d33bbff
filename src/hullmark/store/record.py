"""Records the result of a scan, in one transaction: all of it or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import msgspec

from hullmark.kernel import clock
from hullmark.model.finding import Finding
from hullmark.model.ledger import LedgerRow
from hullmark.model.scan import ScanResult, Target, Verdict
from hullmark.model.severity import Severity
from hullmark.store.causes import Looked, looked_at, why_gone, why_new
from hullmark.store.connection import Store, one
from hullmark.store.content import clean, encode, key_of, pack
from hullmark.store.intervals import Change, Moment, Move, move, open_intervals, record_flaws
from hullmark.store.inventory import record_image
from hullmark.store.ledgers import Ledger, ledger_id
from hullmark.store.parts import Part, parts_of, rest_of_ledger
from hullmark.store.rows import (
    document_id,
    document_ids,
    document_key,
    id_of,
    known_id,
    look_up,
)

_TEAM_LABELS = ("team", "owner", "org.opencontainers.image.vendor", "maintainer")
"""Labels that say whose image it is; the first that is there."""
_BASE_LABEL = "org.opencontainers.image.base.name"
_LEVELS = ("critical", "high", "medium", "low", "negligible", "unknown")


class Evidence(msgspec.Struct, frozen=True):
    """A document that a result rests on, such as the report of a scanner."""

    name: str
    kind: str
    content: bytes


class Recorded(msgspec.Struct, frozen=True):
    """What became of a result in the store."""

    scan: int
    is_new: bool
    """Whether it was not there already."""
    changes: tuple[Change, ...] = ()
    """Per target."""


def record_scan(
    store: Store,
    result: ScanResult,
    *,
    lineages: Sequence[str],
    command: str = "scan",
    stream: str = "",
    commit: str = "",
    evidence: Sequence[Evidence] = (),
    key: bytes | None = None,
) -> Recorded:
    """Record a result; the same result again changes nothing.

    Args:
        store: Open, and not inside a transaction.
        result: What was found.
        lineages: Name that all builds of a target share, for each target.
        command: Verb that made the result.
        stream: Tells looks apart that see different things: one scanner's reports beside our scans.
        commit: Revision of the repository it was made in.
        evidence: Documents to keep with it.
        key: What tells the scan from others, where it was recorded elsewhere before.

    Raises:
        StoreError: It cannot be recorded; the store is as it was.
    """
    parts = parts_of(result, lineages)
    rest = rest_of_ledger(result)
    key = key if key is not None else _key(result, parts, command)
    asked = _asked(result, parts, rest, key)
    with store.writing():
        look_up(store, asked)
        known = known_id(store, "scan", key)
        if known is not None:
            return Recorded(scan=known, is_new=False)
        scan = record_run(store, key, result, rest, command=command, commit=commit)
        changes = tuple(_record_target(store, scan, part, result, stream=stream) for part in parts)
        _record_evidence(store, scan, evidence)
    return Recorded(scan=scan, is_new=True, changes=changes)


def _asked(
    result: ScanResult, parts: Sequence[Part], rest: Sequence[LedgerRow], key: bytes
) -> dict[str, list[bytes]]:
    """Return the keys that recording will ask for, by table."""
    asked = {
        "scan": [key],
        "verdict": [_verdict_row(result.verdict)[0]],
        "ledger": [Ledger(rest).key],
        "document": [
            document_key(("data", encode((result.data_kind, result.data)))),
            document_key(("settings", encode(result.settings))),
        ],
    }
    for part in parts:
        asked["ledger"].append(Ledger(part.ledger, target=part.inventory.target.name).key)
        asked["document"].append(document_key(("sources", part.sources)))
        for table, keys in part.seen.keys().items():
            asked.setdefault(table, []).extend(keys)
    return asked


def _key(result: ScanResult, parts: Sequence[Part], command: str) -> bytes:
    said = encode(
        (
            result.created_at,
            command,
            [(p.lineage, p.inventory.target.name, p.inventory.target.digest) for p in parts],
            [len(p.inventory.components) for p in parts],
            result.ledger,
            result.verdict,
        )
    )
    return key_of(said, *(d.fingerprint + d.key for part in parts for d in part.details))


def record_run(
    store: Store,
    key: bytes,
    result: ScanResult,
    rest: Sequence[LedgerRow],
    *,
    command: str,
    commit: str,
) -> int:
    """Record that something ran, and return its number; inside ``writing``."""
    row = (
        key,
        command,
        int(result.created_at.timestamp()),
        int(clock.now().timestamp()),
        result.tool_version,
        id_of(store, "verdict", ("status", "profile", "reasons"), *_verdict_row(result.verdict)),
        document_id(store, "data", (result.data_kind, result.data)),
        document_id(store, "settings", result.settings),
        ledger_id(store, rest),
        clean(commit),
        int(result.duration_s * 1000),
    )
    found = one(
        store,
        "INSERT INTO scan (key, command, created_at, recorded_at, tool_version, verdict_id,"
        " data_id, settings_id, ledger_id, commit_id, duration_ms)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        *row,
    )
    assert found is not None
    return int(found[0])


def _record_target(
    store: Store, scan: int, part: Part, result: ScanResult, *, stream: str
) -> Change:
    image = record_image(store, part.seen)
    lineage, latest = _lineage(store, part, stream)
    before = open_intervals(store, lineage)

    @cache
    def looked() -> Looked:
        return looked_at(store, latest, image, part.inventory) if latest else Looked()

    target = part.inventory.target
    found = one(
        store,
        "INSERT INTO scan_target (scan_id, lineage_id, image_id, name, ledger_id, sources_id,"
        " critical, high, medium, low, negligible, unknown, suppressed)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        scan,
        lineage,
        image,
        clean(target.name),
        ledger_id(store, part.ledger, target=target.name),
        document_id(store, "sources", part.sources),
        *counts_of(each.finding for each in part.details),
    )
    assert found is not None
    number = int(found[0])
    moment = Moment(number, int(result.created_at.timestamp()), lineage)
    record_flaws(store, (each.finding for each in part.details))
    step = Move(
        moment,
        part.details,
        before,
        lambda finding: why_new(finding, looked()),
        lambda interval: why_gone(interval, looked()),
    )
    (change,) = move(store, [step])
    labels = target.config.labels if target.config else {}
    team = next((labels[name] for name in _TEAM_LABELS if labels.get(name)), "")
    store.run(
        "UPDATE lineage SET latest_id = ?, team = ?, base = ? WHERE id = ?",
        number,
        clean(team)[:200],
        clean(_base(target))[:200],
        lineage,
    )
    return change


def counts_of(findings: Iterable[Finding]) -> list[int]:
    """Return how many are open per severity, the worst first, and how many are suppressed."""
    counts: Mapping[str, int]
    counts = tally = dict.fromkeys(_LEVELS, 0)
    suppressed = 0
    for finding in findings:
        if finding.suppressed:
            suppressed += 1
        else:
            tally[finding.severity.value] += 1
    # A column holds 16 bits; more of one severity in one image is "very many" all the same.
    return [min(count, 32_767) for count in (*counts.values(), suppressed)]


def _lineage(store: Store, part: Part, stream: str) -> tuple[int, int | None]:
    """Return the number of a lineage and the last scan of it."""
    name = clean(part.lineage)
    statement = "SELECT id, latest_id FROM lineage WHERE name = ? AND stream = ?"
    found = one(store, statement, name, stream)
    if found is None:
        found = one(
            store,
            "INSERT INTO lineage (name, stream, kind, team, base) VALUES (?, ?, ?, '', '')"
            " RETURNING id, latest_id",
            name,
            stream,
            part.inventory.target.kind,
        )
        assert found is not None
    return int(found[0]), found[1]


def _base(target: Target) -> str:
    labels = target.config.labels if target.config else {}
    if labels.get(_BASE_LABEL):
        return labels[_BASE_LABEL]
    distribution = target.distribution
    return f"{distribution.id} {distribution.version}".strip() if distribution else ""


def _verdict_row(verdict: Verdict) -> tuple[bytes, tuple[str, str, bytes]]:
    """Return the key of a verdict, and its row."""
    reasons = encode(verdict.reasons)
    row = (verdict.status.value, clean(verdict.profile), pack(reasons))
    return key_of(verdict.status.encode(), row[1].encode(), reasons), row


def _record_evidence(store: Store, scan: int, evidence: Sequence[Evidence]) -> None:
    if not evidence:
        return
    ids = document_ids(store, ((each.kind, each.content) for each in evidence))
    named = {clean(each.name): (each.kind, each.content) for each in evidence}
    store.many(
        "INSERT INTO evidence (scan_id, name, kind, document_id) VALUES (?, ?, ?, ?)",
        [
            (scan, name, content[0], ids[document_key(content)])
            for name, content in sorted(named.items())
        ],
    )


SEVERITIES = tuple(Severity(level) for level in _LEVELS)
"""In the order of the counts."""
