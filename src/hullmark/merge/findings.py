"""Claims of many scanners as one set of findings: one real problem, one finding."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import replace

from hullmark.merge.fingerprint import fingerprint
from hullmark.merge.identifiers import Groups
from hullmark.merge.join import join
from hullmark.merge.severity import DEFAULT_ORDER, SeverityOrder
from hullmark.merge.single import singles_of
from hullmark.merge.subject import component_key, lineage_of, name_key, version_key
from hullmark.model.finding import Claim, Finding, Kind
from hullmark.model.scan import Target


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
    name = target.name
    singles = (single for claim in claims for single in singles_of(claim, target=name, order=order))
    return merge_findings(singles, target=target, order=order)


def merge_findings(
    findings: Iterable[Finding], *, target: Target, order: SeverityOrder = DEFAULT_ORDER
) -> tuple[Finding, ...]:
    """Return the union of sets of findings about one target.

    Merging merged findings gives what merging all their claims at once would have given: the
    operation is idempotent, commutative and associative.
    """
    held = list(findings)
    groups = Groups()
    for finding in held:
        if finding.kind is Kind.VULNERABILITY:
            groups.add(finding.identifiers)
    members: defaultdict[str, set[str]] = defaultdict(set)
    together: defaultdict[Hashable, list[Finding]] = defaultdict(list)
    for finding in held:
        if finding.kind is not Kind.VULNERABILITY:
            together[(finding.kind, finding.id)].append(finding)
            continue
        root = groups.find(finding.identifiers)
        members[root].update(finding.identifiers)
        together[(root, component_key(finding.component))].append(finding)
    merged = [_joined(same, groups, members, order) for same in together.values()]
    return tuple(sorted(_named(merged, lineage_of(target)), key=urgency))


def urgency(finding: Finding) -> tuple[object, ...]:
    """Order findings for people: severity, known exploited, likely exploited, name, place.

    Unknown severity stands between medium and low: it may be anything.
    """
    component = finding.component
    epss = finding.priority.epss
    return (
        -finding.severity.rank if finding.severity.rank else -_UNKNOWN_PLACE,
        not finding.priority.known_exploited,
        -(epss if epss is not None else 0.0),
        finding.identifiers,
        (component.type, component.name, component.version) if component else ("", "", ""),
        finding.id,
    )


_UNKNOWN_PLACE = 2.5


def _joined(
    same: list[Finding], groups: Groups, members: dict[str, set[str]], order: SeverityOrder
) -> Finding:
    first = same[0]
    if first.kind is not Kind.VULNERABILITY:
        return first if len(same) == 1 else join(same, first.identifiers, order=order)
    return join(same, members[groups.find(first.identifiers)], order=order)


def _named(findings: list[Finding], lineage: str) -> Iterable[Finding]:
    """Give each finding its fingerprint; versions of one component are numbered upwards."""
    versions: defaultdict[Hashable, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.kind is not Kind.VULNERABILITY:
            yield finding
            continue
        name = name_key(finding.component) if finding.component else None
        versions[(finding.identifiers[0], name)].append(finding)
    for same in versions.values():
        if len(same) > 1:
            same.sort(key=_version_of)
        for ordinal, finding in enumerate(same, 1):
            named = fingerprint(
                finding.kind,
                finding.identifiers[0],
                finding.component,
                lineage,
                ordinal=ordinal,
            )
            yield replace(finding, id=named)


def _version_of(finding: Finding) -> tuple[object, ...]:
    component = finding.component
    if component is None:
        return ()
    return (version_key(component, component.version), component.version)
