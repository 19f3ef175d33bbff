"""Violations of many scanners as findings: one broken rule at one place, one finding."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from operator import attrgetter

from hullmark.merge.fingerprint import fingerprint
from hullmark.merge.severity import (
    CACHED_RATINGS,
    DEFAULT_ORDER,
    SeverityOrder,
    effective,
    leveled,
    worst_first,
)
from hullmark.merge.subject import name_key
from hullmark.model.component import Location
from hullmark.model.finding import Finding, Kind, Source
from hullmark.model.lineage import lineage_of
from hullmark.model.scan import Target
from hullmark.model.severity import Rating, Severity
from hullmark.model.violation import Violation

Canonical = Callable[[str, str], str]
"""(scanner, rule) → the id under which all scanners' rules for one thing go."""

POLICY_ENGINES = frozenset({"conftest", "opa"})
"""What runs the policies of others: its rule is the policy's words, and the anchor its package."""


def own_rule(_scanner: str, rule: str) -> str:
    """Let every scanner's rule stand for itself."""
    return rule


def findings_of(
    violations: Iterable[Violation],
    target: Target,
    *,
    canonical: Canonical = own_rule,
    order: SeverityOrder = DEFAULT_ORDER,
) -> tuple[Finding, ...]:
    """Return the findings that violations in one target amount to, in order of place.

    A secret is its keyed hash, wherever it lies; where nobody saw its value, its rule and place.
    Anything else is the canonical rule, the subject and the line (or, without a line, the part of
    the subject); a scanner that names no line means the first place another one names. Lines
    are not in the fingerprint: places of one rule in one subject are numbered from the top.

    Args:
        violations: What scanners said.
        target: What they said it about; its lineage enters the fingerprint.
        canonical: Which rules of different scanners are one.
        order: Whose severity counts first.
    """
    lineage = lineage_of(target)
    # A rule is named by thousands of results, and finding its canonical name is no look-up.
    canonical = cache(canonical)
    together: defaultdict[tuple[str, ...], list[Violation]] = defaultdict(list)
    for violation in violations:
        together[_key(violation, canonical)].append(violation)
    findings = []
    for key, same in together.items():
        if len(same) == 1:
            findings.append(_alone(same[0], key, lineage, target=target.name, order=order))
            continue
        places = [same] if key[0] == Kind.SECRET and same[0].secret_id else _places(same)
        for ordinal, held in enumerate(places, 1):
            findings.append(_finding(held, key, ordinal, lineage, target=target.name, order=order))
    findings.sort(key=lambda finding: (finding.subject, _place(finding.locations), finding.id))
    return tuple(findings)


def normal_subject(subject: str) -> str:
    """Return a subject without the spellings of one path (``./Dockerfile``, ``/Dockerfile``)."""
    return subject.replace("\\", "/").removeprefix("./").lstrip("/")


def _key(violation: Violation, canonical: Canonical) -> tuple[str, ...]:
    kind = violation.kind
    if kind is Kind.SECRET and violation.secret_id:
        return (kind, violation.secret_id)
    rule = violation.same_as or canonical(violation.scanner, violation.rule)
    if violation.scanner in POLICY_ENGINES and rule == violation.rule and violation.anchor:
        package = canonical(violation.scanner, violation.anchor)
        rule = package if package != violation.anchor else rule
    subject = normal_subject(violation.subject)
    if violation.component is not None:
        subject = "\n".join((*name_key(violation.component), violation.component.version))
    return (kind, rule, subject)


def _places(violations: Sequence[Violation]) -> list[list[Violation]]:
    """Group what is said of one rule and subject by line, else by the part of the subject."""
    lined: defaultdict[int, list[Violation]] = defaultdict(list)
    parts: defaultdict[str, list[Violation]] = defaultdict(list)
    policies = {(v.anchor, v.rule) for v in violations if v.scanner in POLICY_ENGINES}
    for violation in violations:
        line = _line(violation)
        if line:
            lined[line].append(violation)
        elif violation.scanner not in POLICY_ENGINES:
            parts[violation.anchor].append(violation)
        else:  # it names no part: one sentence is about the first place, of several nobody knows
            part = f"{violation.anchor}\n{violation.rule}" if len(policies) > 1 else ""
            parts[part].append(violation)
    named = {v.anchor: line for line in sorted(lined, reverse=True) for v in lined[line]}
    for anchor, held in sorted(parts.items()):
        first = named.get(anchor) if anchor else min(lined, default=None)
        if first is not None:
            lined[first] += held
            held.clear()
    return [lined[line] for line in sorted(lined)] + [parts[a] for a in sorted(parts) if parts[a]]


def _line(violation: Violation) -> int:
    return min((each.line for each in violation.locations if each.line), default=0)


def _place(locations: Sequence[Location]) -> tuple[str, int, int]:
    first = locations[0] if locations else Location(path="")
    return (first.path, first.line or 0, first.column or 0)


def _alone(
    violation: Violation, key: tuple[str, ...], lineage: str, *, target: str, order: SeverityOrder
) -> Finding:
    """Return what ``_finding`` would make of one violation: most places are named once."""
    ratings, rating = _rated(violation.ratings, order)
    own = violation.rule
    nameless = key[0] == Kind.SECRET and violation.secret_id
    return Finding(
        id=fingerprint(violation.kind, key[1], ("", "\n".join(key[2:])), lineage),
        kind=violation.kind,
        identifiers=(own,) if nameless or key[1] == own else (key[1], own),
        title=violation.title,
        severity=_level(rating),
        rating=rating,
        ratings=ratings,
        component=violation.component,
        locations=_locations((violation,)),
        description=violation.description,
        references=_once(violation.references),
        sources=(_source(violation),),
        suppressed=bool(violation.ignored),
        suppression=violation.ignored,
        message=violation.message,
        remediation=violation.remediation,
        subject=violation.subject,
        anchor=violation.anchor,
        controls=tuple(sorted(_once(violation.controls))),
        secret_masked=violation.secret_masked,
        target=target,
    )


def _finding(
    violations: Sequence[Violation],
    key: tuple[str, ...],
    ordinal: int,
    lineage: str,
    *,
    target: str,
    order: SeverityOrder,
) -> Finding:
    ratings = worst_first(frozenset(leveled(r) for each in violations for r in each.ratings))
    rating = effective(ratings, order=order)
    # Native words first: our own check explains itself at more length than an import does.
    told = sorted(violations, key=lambda each: (each.scanner != "native", each.scanner, each.rule))
    first = told[0]
    rules = [key[1]] if key[0] != Kind.SECRET or not first.secret_id else []
    ignored = all(each.ignored for each in violations)
    return Finding(
        id=fingerprint(first.kind, key[1], ("", "\n".join(key[2:])), lineage, ordinal=ordinal),
        kind=first.kind,
        identifiers=tuple(dict.fromkeys([*rules, *(each.rule for each in told)])),
        title=_first(told, "title"),
        severity=rating.level if rating else Severity.UNKNOWN,
        rating=rating,
        ratings=ratings,
        component=next((each.component for each in told if each.component is not None), None),
        locations=_locations(violations),
        description=_first(told, "description"),
        references=tuple(dict.fromkeys(link for each in told for link in each.references)),
        sources=_sources(told),
        suppressed=ignored,
        suppression=_first(told, "ignored") if ignored else "",
        message=_first(told, "message"),
        remediation=_first(told, "remediation"),
        subject=first.subject,
        anchor=_first(told, "anchor"),
        controls=tuple(sorted({control for each in told for control in each.controls})),
        secret_masked=_first(told, "secret_masked"),
        target=target,
    )


def _once(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts)) if len(texts) > 1 else texts


def _first(told: Sequence[Violation], field: str) -> str:
    """Return the first text that somebody gave."""
    read = attrgetter(field)
    return next((text for each in told if (text := read(each))), "")


def _locations(violations: Sequence[Violation]) -> tuple[Location, ...]:
    if len(violations) == 1 and len(violations[0].locations) < 2:
        return violations[0].locations
    known = {location for each in violations for location in each.locations}
    return tuple(
        sorted(
            known,
            key=lambda at: (
                at.path,
                at.line or 0,
                at.column or 0,
                -1 if at.layer_index is None else at.layer_index,
                at.layer or "",
            ),
        )
    )


def _sources(told: Sequence[Violation]) -> tuple[Source, ...]:
    held: dict[tuple[str, str, str], Source] = {}
    for each in told:
        held.setdefault((each.scanner, each.scanner_version, each.rule), _source(each))
    return tuple(held[key] for key in sorted(held))


def _source(violation: Violation) -> Source:
    return Source(
        scanner=violation.scanner,
        version=violation.scanner_version,
        rule=violation.rule,
        severity=_level(_rated(violation.ratings, DEFAULT_ORDER)[1]),
        data_date=violation.data_date,
    )


@lru_cache(maxsize=CACHED_RATINGS)
def _rated(
    ratings: tuple[Rating, ...], order: SeverityOrder
) -> tuple[tuple[Rating, ...], Rating | None]:
    """Return ratings with their levels, the worst first, and the one that is believed."""
    ratings = worst_first(frozenset(map(leveled, ratings)))
    return ratings, effective(ratings, order=order)


def _level(rating: Rating | None) -> Severity:
    return rating.level if rating else Severity.UNKNOWN
