"""Joins findings of one identity into one.

Each field is joined by an operation that is idempotent, commutative and associative (union, the
greatest of a total order), so a finding is the same whatever was merged with what, and when.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final, TypeVar

from msgspec.structs import replace

from hullmark.merge.identifiers import identifier_key
from hullmark.merge.severity import CACHED_RATINGS, SeverityOrder, effective, worst_first
from hullmark.merge.subject import ascending
from hullmark.model.component import Component, Evidence, Location
from hullmark.model.finding import Finding, Fingerprint, FixState, Priority, Source
from hullmark.model.severity import Rating, Severity

T = TypeVar("T")

SHORT_TITLE_CHARACTERS = 15
"""A shorter title ("XSS") says less than a longer one beside it."""

CACHED_REFERENCES = 4_096
"""Lists of links remembered in order, each a few kilobytes."""

_MADE_UP: Final = re.compile(r"(?:GHSA-\S+|[^\s-]+-\S*\d\S*) in ")
_UPDATE: Final = re.compile(r"\b(?:security|regression|bug ?fix)\b.*\bupdate\b", re.IGNORECASE)

_FIX_ORDER: Final = {
    FixState.UNKNOWN: 0,
    FixState.NOT_FIXED: 1,
    FixState.WONT_FIX: 2,
    FixState.FIXED: 3,
}
_FIELDS: Final = attrgetter(
    *("title", "component", "locations", "packages", "ratings", "fixed_in", "fix_state"),
    *("priority", "description", "references", "sources", "suppressed", "cause"),
    *("published_at", "target"),
)
"""What is joined, field by field."""
_RANKS: Final = {level: level.rank for level in Severity}
_EVIDENCE_ORDER: Final = {Evidence.INSTALLED: 0, Evidence.SBOM: 1, Evidence.DECLARED: 2}


def join(
    findings: Sequence[Finding],
    *,
    fingerprint: Fingerprint,
    identifiers: tuple[str, ...],
    vendor: str = "",
    order: SeverityOrder,
) -> Finding:
    """Return the one finding that ``findings`` of one identity are.

    Args:
        findings: At least one.
        fingerprint: Its id.
        identifiers: The alias group, best known first.
        vendor: The distribution that ships the component.
        order: Whose severity counts first.
    """
    first = findings[0]
    if len(findings) == 1:
        return _alone(first, fingerprint, identifiers, vendor=vendor, order=order)
    columns = zip(*map(_FIELDS, findings), strict=True)
    titles, components, places, packages, ratings, fixes, states, priorities, *rest = columns
    descriptions, references, sources, suppressed, causes, dates, targets = rest
    locations = _union(places, _location_key)
    component = _component(components)
    if component is not None and component.locations != locations:
        component = replace(component, locations=locations)
    fixed_in = _fixed_in(fixes, component)
    rated, rating = _rated(ratings, vendor, order)
    return Finding(
        id=fingerprint,
        kind=first.kind,
        identifiers=identifiers,
        title=_title(titles, identifiers, component),
        severity=rating.level if rating else Severity.UNKNOWN,
        rating=rating,
        ratings=rated,
        component=component,
        packages=_union(packages, str),
        locations=locations,
        fixed_in=fixed_in,
        fix_state=FixState.FIXED if fixed_in else max(states, key=_FIX_ORDER.__getitem__),
        priority=_priority(priorities),
        description=max(set(descriptions), key=_longest),
        references=_links(references),
        sources=_union(sources, _source_key),
        suppressed=all(suppressed),
        cause=_least(causes),
        published_at=_least(dates),
        target=min(targets),
    )


def _alone(
    finding: Finding,
    fingerprint: Fingerprint,
    identifiers: tuple[str, ...],
    *,
    vendor: str,
    order: SeverityOrder,
) -> Finding:
    """Return what ``join`` would make of one finding: most flaws are claimed once."""
    component = finding.component
    locations = finding.locations
    if len(locations) > 1:
        locations = tuple(sorted(set(locations), key=_location_key))
    if component is not None and component.locations != locations:
        component = replace(component, locations=locations)
    fixed_in = finding.fixed_in
    if len(fixed_in) > 1:
        fixed_in = ascending(component, set(fixed_in))
    ratings, rating = _rated((finding.ratings,), vendor, order)
    return replace(
        finding,
        id=fingerprint,
        identifiers=identifiers,
        title=_title((finding.title,), identifiers, component),
        severity=rating.level if rating else Severity.UNKNOWN,
        rating=rating,
        ratings=ratings,
        component=component,
        locations=locations,
        fixed_in=fixed_in,
        fix_state=FixState.FIXED if fixed_in else finding.fix_state,
        references=_links((finding.references,)),
        cause=finding.cause or None,
        published_at=finding.published_at or None,
    )


@lru_cache(maxsize=CACHED_RATINGS)
def _rated(
    lists: tuple[tuple[Rating, ...], ...], vendor: str, order: SeverityOrder
) -> tuple[tuple[Rating, ...], Rating | None]:
    """Return all ratings, the worst first, and the one that is believed."""
    ratings = worst_first(frozenset(rating for ratings in lists for rating in ratings))
    return ratings, effective(ratings, vendor=vendor, order=order)


def _links(lists: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    unique = dict.fromkeys(lists)
    if len(unique) == 1 and len(lists[0]) < 2:
        return lists[0]
    return _references(tuple(unique))


@lru_cache(maxsize=CACHED_REFERENCES)
def _references(lists: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """Return links in alphabetical order, each once; claims of one advisory share their list."""
    return tuple(sorted({link for links in lists for link in links}))


def _union(lists: Sequence[tuple[T, ...]], key: Callable[[T], Any]) -> tuple[T, ...]:
    if len(lists[0]) < 2 and _alike(lists):
        return lists[0]
    return tuple(sorted({value for values in lists for value in values}, key=key))


def _fixed_in(lists: Sequence[tuple[str, ...]], component: Component | None) -> tuple[str, ...]:
    fixes = {fix for fixed_in in set(lists) for fix in fixed_in}
    return ascending(component, fixes) if len(fixes) > 1 else tuple(fixes)


def _component(components: Sequence[Component | None]) -> Component | None:
    """Return the component in one spelling: installed evidence first, then the least purl."""
    if _alike(components):
        return components[0]
    return min(filter(None, components), key=_component_key)


def _component_key(component: Component) -> tuple[object, ...]:
    return (
        _EVIDENCE_ORDER[component.evidence],
        component.purl,
        component.name,
        component.version,
        component.ecosystem,
        component.cataloger,
        component.architecture,
        component.licenses,
        component.source_name,
        component.source_version,
        component.owner or "",
        component.removed_in or "",
    )


def _title(titles: Sequence[str], ids: Sequence[str], component: Component | None) -> str:
    """Return the best title somebody gave; where nobody did, the flaw's name and its place."""
    given = [title for title in set(titles) if title and not _MADE_UP.match(title)]
    if given:
        return min(given, key=_title_key) if len(given) > 1 else given[0]
    return f"{ids[0]} in {component.name}" if component else ids[0]


def _title_key(title: str) -> tuple[bool, bool, bool, int, str]:
    """Order titles by what they tell: names of an update tell nothing, cut sentences little."""
    return (
        _UPDATE.search(title) is not None,
        title.endswith(" …"),
        len(title) < SHORT_TITLE_CHARACTERS,
        len(title),
        title,
    )


def _priority(held: Sequence[Priority]) -> Priority:
    if _alike(held):
        return held[0]
    return Priority(
        known_exploited=any(priority.known_exploited for priority in held),
        epss=max((p.epss for p in held if p.epss is not None), default=None),
        epss_percentile=max(
            (p.epss_percentile for p in held if p.epss_percentile is not None), default=None
        ),
    )


def _alike(values: Sequence[Any]) -> bool:
    """Say whether all that was said is the same, as it mostly is."""
    return values.count(values[0]) == len(values)


def _least(texts: Sequence[str | None]) -> str | None:
    return min(filter(None, texts), default=None)


def _longest(text: str) -> tuple[int, str]:
    return (len(text), text)


def _location_key(location: Location) -> tuple[object, ...]:
    return (
        location.layer_index if location.layer_index is not None else -1,
        location.path,
        location.line or 0,
        location.column or 0,
        location.layer or "",
        location.instruction or "",
    )


def _source_key(source: Source) -> tuple[object, ...]:
    return (
        source.scanner,
        source.version,
        identifier_key(source.rule),
        _RANKS[source.severity],
        source.data_date or "",
    )
