"""Findings as CycloneDX vulnerabilities."""

import re
from math import isfinite

from hullmark.formats import cyclonedx as wire
from hullmark.model.finding import Finding, FixState
from hullmark.model.severity import Rating, Severity
from hullmark.report.links import home_of, web_links

_SEVERITIES = {Severity.NEGLIGIBLE: "info"}
_METHODS = (
    ("CVSS:3.0/", "CVSSv3"),
    ("CVSS:3.1/", "CVSSv31"),
    ("CVSS:4.0/", "CVSSv4"),
    ("AV:", "CVSSv2"),
)
_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", re.ASCII)
_MOMENT = re.compile(
    r"T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)", re.ASCII
)
_RESPONSES = {FixState.WONT_FIX: "will_not_fix", FixState.NOT_FIXED: "can_not_fix"}


def vulnerability_of(
    finding: Finding, ref: str, affected: list[tuple[str, str]]
) -> wire.Vulnerability:
    """Return a finding with its ratings, what it affects and what helps."""
    names = finding.identifiers or (str(finding.id),)
    return wire.Vulnerability(
        bom_ref=ref,
        id=names[0],
        source=_source(names[0]),
        references=[wire.Reference(id=name, source=_source(name)) for name in names[1:]],
        ratings=_ratings(finding),
        description=finding.title,
        detail=finding.description,
        recommendation=_recommendation(finding),
        advisories=[wire.Advisory(url=link) for link in web_links(finding.references)],
        published=_moment(finding.published_at or ""),
        analysis=_analysis(finding),
        affects=[
            wire.Affect(
                ref=affected_ref,
                versions=[wire.Version(version=version, status="affected")] if version else [],
            )
            for affected_ref, version in affected
        ],
        properties=_properties(finding),
    )


def _source(name: str) -> wire.Source:
    home = home_of(name)
    prefix = name.partition("-")[0]
    return wire.Source(name=prefix or name, url=home or "")


def _ratings(finding: Finding) -> list[wire.Rating]:
    """Return the effective rating first, then the others."""
    if finding.rating is None:
        first = Rating(source="hullmark", level=finding.severity)
    else:
        first = finding.rating
    others = [rating for rating in finding.ratings if rating != first]
    return [_rating(rating) for rating in (first, *others)]


def _rating(rating: Rating) -> wire.Rating:
    vector = rating.vector or ""
    # JSON has no infinity and no NaN, and the schema no null.
    score = rating.score if rating.score is not None and isfinite(rating.score) else None
    method = next((name for prefix, name in _METHODS if vector.startswith(prefix)), "")
    return wire.Rating(
        source=wire.Source(name=rating.source),
        score=score,
        severity=_SEVERITIES.get(rating.level, rating.level.value),
        method=method or ("other" if score is None and not vector else ""),
        vector=vector,
    )


def _recommendation(finding: Finding) -> str:
    if not finding.fixed_in or finding.component is None:
        return ""
    return f"Upgrade {finding.component.name} to {' or '.join(finding.fixed_in)}."


def _analysis(finding: Finding) -> wire.Analysis:
    if finding.suppressed:
        return wire.Analysis(response=["will_not_fix"], detail="Accepted by a suppression.")
    if finding.fixed_in:
        return wire.Analysis(state="in_triage", response=["update"])
    response = _RESPONSES.get(finding.fix_state)
    return wire.Analysis(state="in_triage", response=[response] if response else [])


def _moment(text: str) -> str:
    """Return an RFC 3339 moment, or nothing for what is no date."""
    day, rest = text[:10], text[10:]
    if not _DAY.fullmatch(day):
        return ""
    return text if _MOMENT.fullmatch(rest) else f"{day}T00:00:00Z"


def _properties(finding: Finding) -> list[wire.Property]:
    priority = finding.priority
    values = (
        ("fingerprint", str(finding.id)),
        ("fixState", finding.fix_state.value),
        ("knownExploited", "true" if priority.known_exploited else ""),
        ("epss", "" if priority.epss is None else f"{priority.epss:.5f}"),
        ("cause", finding.cause or ""),
    )
    return [wire.Property(name=f"hullmark:{key}", value=value) for key, value in values if value]
