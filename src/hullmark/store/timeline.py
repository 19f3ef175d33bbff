"""What was recorded, in the order of time: scans of a lineage, and which one people mean."""

import re
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from hullmark.store.connection import Row, Store, numbers, one
from hullmark.store.content import clean, unpack_digest
from hullmark.store.errors import NotRecordedError

_DATE = re.compile(r"(.*)@(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d)?)?Z?", re.DOTALL)
_BEFORE = re.compile(r"(.+)~(\d{1,6})", re.DOTALL)
_LEVELS = ("critical", "high", "medium", "low", "negligible", "unknown", "suppressed")


class Lineage(msgspec.Struct, frozen=True):
    """All builds of one image, as one kind of look has seen them."""

    number: int
    name: str
    stream: str
    """Empty for our own scans; the scanners whose reports were read otherwise."""
    kind: str
    team: str
    base: str
    latest: int
    """Number of the last scan of it."""


class Look(msgspec.Struct, frozen=True):
    """One target of one scan."""

    number: int
    scan: int
    at: int
    """Seconds since the epoch."""
    command: str
    commit: str
    verdict: str
    target: str
    digest: str | None
    lineage: int
    lineage_name: str
    stream: str
    counts: dict[str, int]
    """Open findings per severity, and suppressed ones."""
    new: int = 0
    gone: int = 0
    changed: int = 0


def all_lineages(store: Store) -> list[Lineage]:
    """Return every lineage, in order of name."""
    rows = store.rows(
        "SELECT id, name, stream, kind, team, base, latest_id FROM lineage"
        " WHERE latest_id IS NOT NULL ORDER BY name, stream"
    )
    return [Lineage(*row) for row in rows]


def primary(lineages: Sequence[Lineage]) -> list[Lineage]:
    """Return one look per image: our own scans where there are any, else the last reports."""
    chosen: dict[str, Lineage] = {}
    for each in lineages:
        held = chosen.get(each.name)
        if held is None or (held.stream and (not each.stream or each.latest > held.latest)):
            chosen[each.name] = each
    return list(chosen.values())


def find_lineages(store: Store, text: str) -> list[Lineage]:
    """Return the lineages that people mean by a name, with or without registry, tag, platform.

    Raises:
        NotRecordedError: There is none.
    """
    lineages = all_lineages(store)
    names = {text, _without_tag(text)}
    found = [each for each in lineages if names & _spellings(each.name)]
    if not found:
        known = store.rows(
            "SELECT DISTINCT lineage_id FROM scan_target WHERE name = ?", clean(text)
        )
        numbers_ = {row[0] for row in known}
        found = [each for each in lineages if each.number in numbers_]
    if not found:
        raise NotRecordedError(
            f"the store knows no image '{text}'", hint="hullmark history lists what it knows"
        )
    return found


def looks_of(
    store: Store, lineages: Collection[int], *, limit: int = 0, newest: int | None = None
) -> list[Look]:
    """Return scans of lineages, the newest first.

    Args:
        store: Open.
        lineages: Their numbers.
        limit: Most to return; 0 for all.
        newest: Number of the last one to be considered.
    """
    table, value = numbers(store, sorted(lineages))
    rows = store.rows(
        "SELECT t.id, t.scan_id, s.created_at, s.command, s.commit_id, v.status, t.name, i.digest,"  # noqa: S608
        " l.id, l.name, l.stream, t.critical, t.high, t.medium, t.low, t.negligible, t.unknown,"
        f" t.suppressed FROM {table} JOIN scan_target t ON t.lineage_id = value"
        " JOIN lineage l ON l.id = t.lineage_id JOIN scan s ON s.id = t.scan_id"
        " JOIN verdict v ON v.id = s.verdict_id JOIN image i ON i.id = t.image_id"
        " WHERE t.id <= ? ORDER BY t.id DESC LIMIT ?",
        value,
        newest if newest is not None else 2**62,
        limit or 2**31,
    )
    changes = _changes(store, lineages)
    return [_look(row, changes.get(row[0], (0, 0, 0))) for row in rows]


def resolve(store: Store, text: str) -> Look:
    """Return the scan that people mean: a number, a digest, an image, with a date or ``~1``.

    Raises:
        NotRecordedError: There is none.
    """
    number = text.removeprefix("#")
    if number.isdecimal():
        found = one(store, "SELECT min(id), lineage_id FROM scan_target WHERE scan_id = ?"
                    " GROUP BY lineage_id ORDER BY 1", int(number[:18]))  # fmt: skip
        return _exactly(store, text, found)
    if (before := _BEFORE.fullmatch(text)) is not None:
        looks = _looks(store, before[1])
        steps = int(before[2])
        if steps >= len(looks):
            raise NotRecordedError(f"'{before[1]}' was scanned {len(looks)} times, no more")
        return looks[steps]
    if (dated := _DATE.fullmatch(text)) is not None and dated[1]:
        end = _end_of(dated[2], dated[3])
        for look in _looks(store, dated[1]):
            if look.at <= end:
                return look
        raise NotRecordedError(f"no scan of '{dated[1]}' is as old as {dated[2]}{dated[3] or ''}")
    return _looks(store, text)[0]


def _looks(store: Store, text: str) -> list[Look]:
    digest = text.rpartition("@")[2]
    if digest.startswith("sha256:"):
        known = store.rows(
            "SELECT t.lineage_id, t.id FROM image i JOIN scan_target t ON t.image_id = i.id"
            " WHERE i.digest BETWEEN ? AND ? ORDER BY t.id DESC",
            *_digest_bounds(digest),
        )
        if not known:
            raise NotRecordedError(f"the store knows no image with digest '{digest}'")
        wanted = {row[1] for row in known}
        found = looks_of(store, {known[0][0]}, newest=known[0][1])
        return [each for each in found if each.number in wanted]
    lineages = [each.number for each in primary(find_lineages(store, text))]
    looks = looks_of(store, lineages)
    tagged = [each for each in looks if each.target == text or each.target.endswith(f"/{text}")]
    return tagged or looks


def _exactly(store: Store, text: str, found: Row | None) -> Look:
    if found is None or found[0] is None:
        raise NotRecordedError(
            f"the store knows no scan {text}", hint="hullmark history shows their numbers"
        )
    return looks_of(store, {found[1]}, newest=found[0], limit=1)[0]


def _look(row: Row, changes: tuple[int, int, int]) -> Look:
    counts = dict(zip(_LEVELS, row[11:18], strict=True))
    return Look(
        number=row[0],
        scan=row[1],
        at=row[2],
        command=row[3],
        commit=row[4],
        verdict=row[5],
        target=row[6],
        digest=unpack_digest(row[7]),
        lineage=row[8],
        lineage_name=row[9],
        stream=row[10],
        counts=counts,
        new=changes[0],
        gone=changes[1],
        changed=changes[2],
    )


def _changes(store: Store, lineages: Collection[int]) -> dict[int, tuple[int, int, int]]:
    table, value = numbers(store, sorted(lineages))
    found: dict[int, list[int]] = {}
    opened = store.rows(
        "SELECT i.opened, sum(CASE WHEN i.since = i.opened THEN 1 ELSE 0 END), count(*)"  # noqa: S608
        f" FROM {table} JOIN finding_interval i ON i.lineage_id = value GROUP BY i.opened",
        value,
    )
    for number, new, total in opened:
        found.setdefault(number, [0, 0, 0])
        found[number][0], found[number][2] = int(new), int(total - new)
    closed = store.rows(
        "SELECT i.closed, count(*)"  # noqa: S608 - a table expression of ours
        f" FROM {table} JOIN finding_interval i ON i.lineage_id = value"
        " WHERE i.closed IS NOT NULL AND i.closed_cause <> 'changed' GROUP BY i.closed",
        value,
    )
    for number, gone in closed:
        found.setdefault(number, [0, 0, 0])[1] = int(gone)
    return {number: (new, gone, changed) for number, (new, gone, changed) in found.items()}


def _without_tag(text: str) -> str:
    name = text.partition("@")[0]
    head, slash, tail = name.rpartition("/")
    return head + slash + tail.partition(":")[0]


def _spellings(name: str) -> set[str]:
    """Return how people may call a lineage."""
    plain, _, platform = name.rpartition("@") if "@" in name else (name, "", "")
    spelled = {name, plain}
    parts = plain.split("/")
    spelled |= {"/".join(parts[at:]) for at in range(len(parts))}
    return spelled | ({f"{each}@{platform}" for each in spelled} if platform else set())


def _digest_bounds(digest: str) -> tuple[bytes, bytes]:
    digits = digest.removeprefix("sha256:").lower()[:64]
    if len(digits) < 6 or not all(each in "0123456789abcdef" for each in digits):
        raise NotRecordedError(f"'{digest}' is no digest, or less than six digits of one")
    return bytes.fromhex(digits.ljust(64, "0")), bytes.fromhex(digits.ljust(64, "f"))


def _end_of(day: str, hour: str | None) -> int:
    try:
        moment = datetime.fromisoformat(f"{day}{hour or ''}").replace(tzinfo=UTC)
    except ValueError as error:
        raise NotRecordedError(f"'{day}{hour or ''}' is no date") from error
    return int((moment if hour else moment + timedelta(days=1, seconds=-1)).timestamp())
