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
_LOCATIONS: Final[Callable[[Finding], tuple[Location, ...]]] = attrgetter("locations")
_PACKAGES: Final[Callable[[Finding], tuple[str, ...]]] = attrgetter("packages")
_RATINGS: Final[Callable[[Finding], tuple[Rating, ...]]] = attrgetter("ratings")
_SOURCES: Final[Callable[[Finding], tuple[Source, ...]]] = attrgetter("sources")
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
    locations = _union(findings, _LOCATIONS, _location_key)
    component = _component(findings)
    if component is not None and component.locations != locations:
        component = replace(component, locations=locations)
    fixed_in = _fixed_in(findings, component)
    ratings, rating = _rated(tuple(map(_RATINGS, findings)), vendor, order)
    return Finding(
        id=fingerprint,
        kind=first.kind,
        identifiers=identifiers,
        title=_title(findings, identifiers, component),
        severity=rating.level if rating else Severity.UNKNOWN,
        rating=rating,
        ratings=ratings,
        component=component,
        packages=_union(findings, _PACKAGES, str),
        locations=locations,
        fixed_in=fixed_in,
        fix_state=FixState.FIXED if fixed_in else _fix_state(findings),
        priority=_priority(findings),
        description=max({finding.description for finding in findings}, key=_longest),
        references=_references(tuple({f.references: None for f in findings})),
        sources=_union(findings, _SOURCES, _source_key),
        suppressed=all(finding.suppressed for finding in findings),
        cause=_least({finding.cause for finding in findings}),
        published_at=_least({finding.published_at for finding in findings}),
        target=min({finding.target for finding in findings}),
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
        title=_title((finding,), identifiers, component),
        severity=rating.level if rating else Severity.UNKNOWN,
        rating=rating,
        ratings=ratings,
        component=component,
        locations=locations,
        fixed_in=fixed_in,
        fix_state=FixState.FIXED if fixed_in else finding.fix_state,
        references=_references((finding.references,)),
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


@lru_cache(maxsize=CACHED_REFERENCES)
def _references(lists: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """Return links in alphabetical order, each once; claims of one advisory share their list."""
    return tuple(sorted({link for links in lists for link in links}))


def _union(
    findings: Sequence[Finding],
    field: Callable[[Finding], tuple[T, ...]],
    key: Callable[[T], Any],
) -> tuple[T, ...]:
    lists = list(map(field, findings))
    if len(lists[0]) < 2 and _alike(lists):
        return lists[0]
    return tuple(sorted({v for finding in findings for v in field(finding)}, key=key))


def _fixed_in(findings: Sequence[Finding], component: Component | None) -> tuple[str, ...]:
    lists = {finding.fixed_in for finding in findings}
    fixes = {fix for fixed_in in lists for fix in fixed_in}
    return ascending(component, fixes) if len(fixes) > 1 else tuple(fixes)


def _component(findings: Sequence[Finding]) -> Component | None:
    """Return the component in one spelling: installed evidence first, then the least purl."""
    components = [finding.component for finding in findings if finding.component is not None]
    if not components or _alike(components):
        return components[0] if components else None
    return min(components, key=_component_key)


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


def _title(findings: Sequence[Finding], ids: Sequence[str], component: Component | None) -> str:
    """Return the best title somebody gave; where nobody did, the flaw's name and its place."""
    if len(findings) == 1 and (title := findings[0].title) and not _MADE_UP.match(title):
        return title
    titles = {finding.title for finding in findings}
    given = [title for title in titles if title and not _MADE_UP.match(title)]
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


def _fix_state(findings: Sequence[Finding]) -> FixState:
    return max({finding.fix_state for finding in findings}, key=_FIX_ORDER.__getitem__)


def _priority(findings: Sequence[Finding]) -> Priority:
    held = [finding.priority for finding in findings]
    if _alike(held):
        return held[0]
    return Priority(
        known_exploited=any(priority.known_exploited for priority in held),
        epss=max((p.epss for p in held if p.epss is not None), default=None),
        epss_percentile=max(
            (p.epss_percentile for p in held if p.epss_percentile is not None), default=None
        ),
    )


def _alike(values: list[Any]) -> bool:
    """Say whether all that was said is the same, as it mostly is."""
    return values.count(values[0]) == len(values)


def _least(texts: set[str | None]) -> str | None:
    return min((text for text in texts if text), default=None)


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
        source.severity.rank,
        source.data_date or "",
    )
