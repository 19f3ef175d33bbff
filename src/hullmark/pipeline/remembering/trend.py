"""Findings over time: open by severity, new, fixed, how long fixes take, and how many in time."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase

import msgspec

from hullmark.config.settings import Settings
from hullmark.kernel import clock
from hullmark.model.severity import Severity
from hullmark.pipeline.remembering.memory import opened_store
from hullmark.store.errors import NotRecordedError
from hullmark.store.spans import Span, first_looks, spans_of
from hullmark.store.timeline import Lineage, all_lineages, find_lineages, primary

LEVELS = tuple(sorted(Severity, key=lambda level: -level.rank))
_DEFAULT_SLA = {"critical": 7, "high": 30, "medium": 90, "low": 180}
"""Days within which a fix is to be taken up, where ``[gate] sla`` says nothing."""
_DAY_S = 86_400
_POINTS = 400
"""Most points of one trend; more cannot be drawn."""


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """The end of one step of time."""

    at: str
    """ISO date."""
    images: int
    """Images that had been scanned by then; before the first scan nothing is known."""
    open: dict[str, int]
    new: int
    fixed: int


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """How one severity is dealt with."""

    severity: str
    open: int
    fixed: int
    """In the time that is shown."""
    mean_days: float | None
    """Mean time from the first scan that found it to the first that did not."""
    allowed_days: int | None
    late: int
    """Open for longer than is allowed, with a fix to take up."""
    in_time: float | None
    """Part of what was fixed that was fixed within the days allowed."""


class Trend(msgspec.Struct, frozen=True, kw_only=True):
    """Findings of some images over time."""

    group: str
    """Image, team or base that it is about; empty for all."""
    images: int
    points: tuple[Point, ...]
    levels: tuple[Level, ...]


def trend(
    *,
    settings: Settings,
    image: str = "",
    by: str = "",
    days: int = 30,
    kind: str = "",
) -> list[Trend]:
    """Return the trend of all images, of one, or one trend per team, base or image.

    Args:
        settings: Store, and days allowed for fixes.
        image: Name of one image, or a pattern with ``*``.
        by: ``image``, ``team``, ``base`` or empty.
        days: How far to look back.
        kind: Kind of finding; empty for all.

    Raises:
        NotRecordedError: No such image is recorded.
    """
    with opened_store(settings, read_only=True) as store:
        if image and "*" not in image:
            chosen = primary(find_lineages(store, image))
        else:
            chosen = [e for e in primary(all_lineages(store)) if not image or _fits(e, image)]
        if not chosen:
            raise NotRecordedError(
                f"the store knows no image '{image}'" if image else "nothing is recorded yet",
                hint="hullmark scan records what it finds",
            )
        spans = spans_of(store, {each.number for each in chosen})
        seen = first_looks(store, {each.number for each in chosen})
    for each in spans:  # the scan that found it may have been pruned
        seen[each.lineage] = min(seen.get(each.lineage, each.since_at), each.since_at)
    if kind:
        spans = [each for each in spans if each.kind == kind]
    allowed = settings.gate_sla or _DEFAULT_SLA
    groups = _groups(chosen, by)
    return [
        _trend(
            name,
            [at for lineage, at in seen.items() if lineage in lineages],
            [s for s in spans if s.lineage in lineages],
            days,
            allowed,
        )
        for name, lineages in groups
    ]


def _fits(lineage: Lineage, pattern: str) -> bool:
    name = lineage.name.rpartition("@")[0] or lineage.name
    return fnmatchcase(name, pattern) or fnmatchcase(name, f"*/{pattern}")


def _groups(lineages: Sequence[Lineage], by: str) -> list[tuple[str, set[int]]]:
    if not by:
        return [("", {each.number for each in lineages})]
    names: dict[str, Callable[[Lineage], str]] = {
        "image": lambda each: each.name,
        "team": lambda each: each.team or "(no team)",
        "base": lambda each: each.base or "(no base)",
    }
    groups: dict[str, set[int]] = {}
    for each in lineages:
        groups.setdefault(names[by](each), set()).add(each.number)
    return sorted(groups.items())


def _trend(
    name: str, seen: list[int], spans: list[Span], days: int, allowed: dict[str, int]
) -> Trend:
    now = int(clock.now().timestamp())
    return Trend(
        group=name,
        images=len(seen),
        points=tuple(_points(spans, seen, now, days)),
        levels=tuple(_level(level, spans, now, days, allowed) for level in LEVELS),
    )


def _points(spans: list[Span], seen: list[int], now: int, days: int) -> Iterable[Point]:
    step = max(1, -(-days // _POINTS))
    today = datetime.fromtimestamp(now, UTC).replace(hour=0, minute=0, second=0)
    dates = [today - timedelta(days=back) for back in range(days - 1, -1, -step)]
    if dates[-1] != today:
        dates.append(today)
    counted = [each for each in spans if not each.suppressed]
    for day in dates:
        start, end = int(day.timestamp()), int(day.timestamp()) + step * _DAY_S
        alive = Counter(
            each.severity
            for each in counted
            if each.opened_at < end and (each.closed_at is None or each.closed_at >= end)
        )
        yield Point(
            at=day.date().isoformat(),
            images=sum(at < end for at in seen),
            open={level.value: alive[level.rank] for level in LEVELS},
            new=sum(start <= s.opened_at < end and s.since_at == s.opened_at for s in counted),
            fixed=sum(_is_fixed(s) and start <= (s.closed_at or 0) < end for s in counted),
        )


def _is_fixed(span: Span) -> bool:
    return span.closed_at is not None and not span.goes_on


def _level(
    level: Severity, spans: list[Span], now: int, days: int, allowed: dict[str, int]
) -> Level:
    own = [each for each in spans if each.severity == level.rank and not each.suppressed]
    alive = [each for each in own if each.closed_at is None]
    start = now - days * _DAY_S
    times = [
        ((each.closed_at or 0) - each.since_at) / _DAY_S
        for each in own
        if _is_fixed(each) and (each.closed_at or 0) >= start
    ]
    limit = allowed.get(level.value)
    late = (
        sum(each.fixable and now - each.since_at > limit * _DAY_S for each in alive)
        if limit is not None
        else 0
    )
    met = sum(days_ <= limit for days_ in times) if limit is not None else 0
    return Level(
        severity=level.value,
        open=len(alive),
        fixed=len(times),
        mean_days=round(sum(times) / len(times), 2) if times else None,
        allowed_days=limit,
        late=late,
        in_time=round(met / len(times), 4) if times and limit is not None else None,
    )
