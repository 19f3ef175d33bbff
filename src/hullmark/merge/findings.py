"""Claims of many scanners as one set of findings: one real problem, one finding."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from typing import Final

import msgspec

from hullmark.formats.document import without_collection
from hullmark.merge.fingerprint import fingerprint
from hullmark.merge.identifiers import Groups, best_first
from hullmark.merge.join import join
from hullmark.merge.severity import DEFAULT_ORDER, SeverityOrder
from hullmark.merge.single import singles_of
from hullmark.merge.subject import Subject, Subjects, version_key
from hullmark.model.finding import Claim, Finding, Kind
from hullmark.model.lineage import lineage_of
from hullmark.model.scan import Target
from hullmark.model.severity import Severity

_UNKNOWN_PLACE = 2.5
"""Between low (2) and medium (3): an unrated flaw may be anything."""
_PLACES: Final = {level: -(level.rank or _UNKNOWN_PLACE) for level in Severity}


@without_collection()
def merge_claims(
    claims: Iterable[Claim], *, target: Target, order: SeverityOrder = DEFAULT_ORDER
) -> tuple[Finding, ...]:
    """Return the findings that claims about one target amount to, the most urgent first.

    Identity is the alias group, closed over all claims, and the component at its version; for OS
    packages the source package, with the installed binaries under ``packages``.

    Args:
        claims: What scanners said, in any order.
        target: What they said it about; its name without tag and digest enters the fingerprint.
        order: Whose severity counts first.
    """
    held = list(claims)  # keeps components alive: subjects are remembered by object
    subjects = Subjects()
    singles = [
        single
        for claim in held
        for single in singles_of(claim, target=target.name, subjects=subjects, order=order)
    ]
    return _merge(singles, target, subjects, order)


def merge_findings(
    findings: Iterable[Finding], *, target: Target, order: SeverityOrder = DEFAULT_ORDER
) -> tuple[Finding, ...]:
    """Return the union of sets of findings about one target.

    Merging merged findings gives what merging all their claims at once would have given: the
    operation is idempotent, commutative and associative.
    """
    return _merge(list(findings), target, Subjects(), order)


def urgency(finding: Finding) -> tuple[object, ...]:
    """Order findings for people: severity, known exploited, likely exploited, name, place.

    Unknown severity stands between medium and low: it may be anything.
    """
    component = finding.component
    return (
        _PLACES[finding.severity],
        not finding.priority.known_exploited,
        -(finding.priority.epss or 0.0),
        finding.identifiers,
        (component.type, component.name, component.version) if component else ("", "", ""),
        finding.id,
    )


class _Problem(msgspec.Struct):
    """Findings of one identity, before they are joined."""

    identifiers: tuple[str, ...]
    subject: Subject | None
    findings: list[Finding]


def _merge(
    findings: list[Finding], target: Target, subjects: Subjects, order: SeverityOrder
) -> tuple[Finding, ...]:
    merged = list(_others(findings, order))
    lineage = lineage_of(target)
    for problem, ordinal in _numbered(_problems(findings, subjects)):
        subject = problem.subject
        merged.append(
            join(
                problem.findings,
                fingerprint=fingerprint(
                    Kind.VULNERABILITY,
                    problem.identifiers[0],
                    subject.name if subject else None,
                    lineage,
                    ordinal=ordinal,
                ),
                identifiers=problem.identifiers,
                vendor=subject.vendor if subject else "",
                order=order,
            )
        )
    merged.sort(key=urgency)
    return tuple(merged)


def _others(findings: list[Finding], order: SeverityOrder) -> Iterator[Finding]:
    """Yield findings that are no vulnerabilities; their fingerprint is their identity."""
    together: defaultdict[Hashable, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.kind is not Kind.VULNERABILITY:
            together[(finding.kind, finding.id)].append(finding)
    for same in together.values():
        first = same[0]
        if all(finding == first for finding in same):
            yield first
            continue
        ids = best_first({i for f in same for i in f.identifiers})
        yield join(same, fingerprint=first.id, identifiers=ids, order=order)


def _problems(findings: list[Finding], subjects: Subjects) -> Iterable[_Problem]:
    """Group vulnerabilities by alias group and component."""
    groups = Groups()
    members: defaultdict[str, set[str]] = defaultdict(set)
    flaws = [finding for finding in findings if finding.kind is Kind.VULNERABILITY]
    distinct = dict.fromkeys([finding.identifiers for finding in flaws])
    joined = {identifiers: groups.add(identifiers) for identifiers in distinct}
    roots = {identifiers: groups.find(joining) for identifiers, joining in joined.items()}
    for identifiers, root in roots.items():
        members[root].update(identifiers)
    ordered = {root: best_first(ids) for root, ids in members.items()}
    problems: dict[Hashable, _Problem] = {}
    for finding in flaws:
        root = roots[finding.identifiers]
        subject = subjects.of(finding.component) if finding.component is not None else None
        key = (root, subject.key if subject else None)
        problem = problems.get(key)
        if problem is None:
            problems[key] = _Problem(ordered[root], subject, [finding])
        else:
            problem.findings.append(finding)
    return problems.values()


def _numbered(problems: Iterable[_Problem]) -> Iterator[tuple[_Problem, int]]:
    """Number the versions of one component that have one flaw, upwards from 1."""
    versions: defaultdict[Hashable, list[_Problem]] = defaultdict(list)
    for problem in problems:
        name = problem.subject.name if problem.subject else None
        versions[(problem.identifiers[0], name)].append(problem)
    for same in versions.values():
        if len(same) > 1:
            same.sort(key=_version_of)
        yield from zip(same, range(1, len(same) + 1), strict=True)


def _version_of(problem: _Problem) -> tuple[object, ...]:
    versions = [f.component.version for f in problem.findings if f.component is not None]
    component = problem.findings[0].component
    if component is None:
        return ()
    return (version_key(component, min(versions)), min(versions))
