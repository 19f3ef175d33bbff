"""Joins findings of one identity into one.

Each field is joined by an operation that is idempotent, commutative and associative (union, the
greatest of a total order), so a finding is the same whatever was merged with what, and when.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Final, TypeVar

from hullmark.merge.identifiers import identifier_key
from hullmark.merge.severity import SeverityOrder, effective, rating_key
from hullmark.merge.subject import ascending, vendor_of_component
from hullmark.model.component import Component, Evidence, Location
from hullmark.model.finding import Finding, FixState, Priority, Source
from hullmark.model.severity import Rating, Severity

T = TypeVar("T")

SHORT_TITLE_CHARACTERS = 15
"""A shorter title ("XSS") says less than a longer one beside it."""

_MADE_UP: Final = re.compile(r"(?:GHSA-\S+|[^\s-]+-\S*\d\S*) in ")
_UPDATE: Final = re.compile(r"\b(?:security|regression|bug ?fix)\b.*\bupdate\b", re.IGNORECASE)

_FIX_ORDER: Final = {
    FixState.UNKNOWN: 0,
    FixState.NOT_FIXED: 1,
    FixState.WONT_FIX: 2,
    FixState.FIXED: 3,
}
_EVIDENCE_ORDER: Final = {Evidence.INSTALLED: 0, Evidence.SBOM: 1, Evidence.DECLARED: 2}


def join(
    findings: Sequence[Finding], identifiers: Iterable[str], *, order: SeverityOrder
) -> Finding:
    """Return the one finding that ``findings`` of one identity are, without its fingerprint."""
    first = findings[0]
    ids = tuple(sorted(set(identifiers), key=identifier_key))
    component = _component(findings)
    locations = _union(findings, attrgetter("locations"), _location_key)
    if component is not None:
        component = replace(component, locations=locations)
    fixed_in = ascending(component, {fix for finding in findings for fix in finding.fixed_in})
    ratings = _union(findings, attrgetter("ratings"), _worst_first)
    rating = effective(ratings, vendor=vendor_of_component(component), order=order)
    return replace(
        first,
        identifiers=ids,
        title=_title(findings, ids, component),
        severity=rating.level if rating else Severity.UNKNOWN,
        rating=rating,
        ratings=ratings,
        component=component,
        packages=_union(findings, attrgetter("packages"), str),
        locations=locations,
        fixed_in=fixed_in,
        fix_state=FixState.FIXED if fixed_in else _fix_state(findings),
        priority=_priority(findings),
        description=max((finding.description for finding in findings), key=_longest),
        references=_union(findings, attrgetter("references"), str),
        sources=_union(findings, attrgetter("sources"), _source_key),
        suppressed=all(finding.suppressed for finding in findings),
        cause=min((f.cause for f in findings if f.cause), default=None),
        published_at=min((f.published_at for f in findings if f.published_at), default=None),
        target=min(finding.target for finding in findings),
    )


def _union(
    findings: Sequence[Finding],
    field: Callable[[Finding], tuple[T, ...]],
    key: Callable[[T], object],
) -> tuple[T, ...]:
    if len(findings) == 1:
        values = field(findings[0])
        if len(values) < 2:
            return values
    return tuple(sorted({v for finding in findings for v in field(finding)}, key=key))  # type: ignore[arg-type]


def _component(findings: Sequence[Finding]) -> Component | None:
    """Return the component in one spelling: installed evidence first, then the least purl."""
    components = [finding.component for finding in findings if finding.component is not None]
    return min(components, key=_component_key, default=None)


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
    given = {finding.title for finding in findings if not _MADE_UP.match(finding.title)} - {""}
    if given:
        return min(given, key=_title_key)
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
    return max((finding.fix_state for finding in findings), key=_FIX_ORDER.__getitem__)


def _priority(findings: Sequence[Finding]) -> Priority:
    if len(findings) == 1:
        return findings[0].priority
    held = [finding.priority for finding in findings]
    return Priority(
        known_exploited=any(priority.known_exploited for priority in held),
        epss=max((p.epss for p in held if p.epss is not None), default=None),
        epss_percentile=max(
            (p.epss_percentile for p in held if p.epss_percentile is not None), default=None
        ),
    )


def _longest(text: str) -> tuple[int, str]:
    return (len(text), text)


def _worst_first(rating: Rating) -> tuple[object, ...]:
    level, score, *names = rating_key(rating)
    return (-level, -score, *names)


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
