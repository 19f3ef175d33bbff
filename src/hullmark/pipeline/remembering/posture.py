"""One score over all recorded images, with the parts that it is made of."""

import msgspec

from hullmark.config.settings import Settings
from hullmark.kernel import clock
from hullmark.model.finding import Kind
from hullmark.model.severity import Severity
from hullmark.pipeline.remembering.memory import opened_store
from hullmark.pipeline.remembering.trend import trend
from hullmark.store.errors import NotRecordedError
from hullmark.store.spans import Span, spans_of
from hullmark.store.timeline import Look, all_lineages, looks_of, primary

_FRESH_DAYS = 7
_DAY_S = 86_400


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One part of the score: a share of images, or of fixes, in good order."""

    name: str
    meaning: str
    good: int
    total: int
    weight: int
    points: float
    """What it adds to the score, of ``weight``."""


class Posture(msgspec.Struct, frozen=True, kw_only=True):
    """The score, 0 to 100, and its parts."""

    score: float
    images: int
    parts: tuple[Part, ...]


def posture(*, settings: Settings) -> Posture:
    """Return the score: weights add up to 100, every part is a share that can be counted again.

    Raises:
        NotRecordedError: Nothing is recorded yet.
    """
    with opened_store(settings, read_only=True) as store:
        lineages = primary(all_lineages(store))
        if not lineages:
            raise NotRecordedError(
                "nothing is recorded yet", hint="hullmark scan records what it finds"
            )
        numbers = {each.number for each in lineages}
        latest = {each.latest for each in lineages}
        looks = [each for each in looks_of(store, numbers) if each.number in latest]
        spans = [each for each in spans_of(store, numbers) if each.closed_at is None]
    levels = trend(settings=settings, days=90)[0].levels
    fixed = sum(each.fixed for each in levels if each.in_time is not None)
    met = sum(round(each.fixed * (each.in_time or 0)) for each in levels)
    parts = _parts(looks, [each for each in spans if not each.suppressed])
    parts.append(_part("fixed in time", "fixes of 90 days within the days allowed", met, fixed, 10))
    return Posture(
        score=round(sum(each.points for each in parts), 1), images=len(looks), parts=tuple(parts)
    )


def _parts(looks: list[Look], spans: list[Span]) -> list[Part]:
    images = len(looks)
    now = int(clock.now().timestamp())
    critical = {s.lineage for s in spans if s.severity == Severity.CRITICAL.rank and s.fixable}
    high = {s.lineage for s in spans if s.severity == Severity.HIGH.rank and s.fixable}
    exploited = {s.lineage for s in spans if s.exploited}
    secret = {s.lineage for s in spans if s.kind == Kind.SECRET}
    dead = {s.lineage for s in spans if s.kind == Kind.END_OF_LIFE}
    whole = sum(each.verdict != "incomplete" for each in looks)
    fresh = sum(now - each.at <= _FRESH_DAYS * _DAY_S for each in looks)
    return [
        _part("no fixable critical", "images without", images - len(critical), images, 25),
        _part("no fixable high", "images without", images - len(high), images, 10),
        _part("nothing exploited", "images without", images - len(exploited), images, 15),
        _part("no secrets", "images without", images - len(secret), images, 10),
        _part("base is supported", "images not past end of life", images - len(dead), images, 10),
        _part("seen whole", "images whose last scan was complete", whole, images, 10),
        _part("seen lately", f"images scanned within {_FRESH_DAYS} days", fresh, images, 10),
    ]


def _part(name: str, meaning: str, good: int, total: int, weight: int) -> Part:
    share = good / total if total else 1.0
    return Part(
        name=name,
        meaning=meaning,
        good=good,
        total=total,
        weight=weight,
        points=round(share * weight, 2),
    )
