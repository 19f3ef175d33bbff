"""Results of one report as findings, one each: what its own tool would count."""

from collections.abc import Iterator

from hullmark.merge.fingerprint import fingerprint
from hullmark.merge.severity import effective, leveled
from hullmark.merge.single import first_sentence, said_by
from hullmark.merge.subject import name_key, vendor_of_component
from hullmark.model.ecosystem import OS_TYPES
from hullmark.model.finding import Claim, Finding, Kind, Source
from hullmark.model.lineage import lineage_of
from hullmark.model.report import ScannerReport
from hullmark.model.scan import Target
from hullmark.model.severity import Rating, Severity
from hullmark.model.violation import Violation


def reported_findings(report: ScannerReport, *, target: Target) -> Iterator[Finding]:
    """Yield one finding per result in report order, under the ids that the report uses."""
    groups = report.groups or (1,) * len(report.claims) + (0,) * len(report.violations)
    claims, violations = iter(report.claims), iter(report.violations)
    for size in groups:
        if size:
            yield finding_of_claims([next(claims) for _ in range(size)], target=target)
        else:
            yield finding_of_violation(next(violations), target=target)


def finding_of_claims(claims: list[Claim], *, target: Target) -> Finding:
    """Return one result as a finding; of several components the first stands for all."""
    first = claims[0]
    component = first.component if first.component.name else None
    ratings = tuple({leveled(each): None for claim in claims for each in claim.ratings})
    vendor = vendor_of_component(component)
    rating = effective(ratings, vendor=vendor)
    named = component is not None
    return Finding(
        id=fingerprint(
            Kind.VULNERABILITY,
            first.advisory_id,
            name_key(first.component) if named else None,
            lineage_of(target),
        ),
        kind=Kind.VULNERABILITY,
        identifiers=(first.advisory_id, *first.aliases),
        title=first.title or first_sentence(first.description) or _made_up(first),
        severity=rating.level if rating else Severity.UNKNOWN,
        rating=rating,
        ratings=ratings,
        component=component,
        packages=tuple(
            claim.component.purl for claim in claims if claim.component.type in OS_TYPES
        ),
        locations=tuple({each: None for claim in claims for each in claim.component.locations}),
        fixed_in=tuple({fix: None for claim in claims for fix in claim.fixed_in}),
        fix_state=max((claim.fix_state for claim in claims), key=str),
        priority=first.priority,
        description=first.description,
        references=first.references,
        sources=(
            _source(
                first.scanner, first.scanner_version, first.advisory_id, ratings, first.data_date
            ),
        ),
        suppressed=bool(first.ignored) and all(claim.ignored for claim in claims),
        suppression=first.ignored,
        published_at=first.published_at,
        target=target.name,
    )


def finding_of_violation(violation: Violation, *, target: Target) -> Finding:
    """Return what breaks a rule as a finding; a secret's identity is its value's."""
    ratings = tuple(map(leveled, violation.ratings))
    rating = effective(ratings)
    identity = violation.secret_id or violation.rule
    place = "\n".join((lineage_of(target), violation.subject, violation.anchor))
    return Finding(
        id=fingerprint(violation.kind, identity, None, place),
        kind=violation.kind,
        identifiers=(violation.rule,),
        title=violation.title or first_sentence(violation.message) or violation.rule,
        severity=rating.level if rating else Severity.UNKNOWN,
        rating=rating,
        ratings=ratings,
        component=violation.component,
        locations=violation.locations,
        description=violation.description,
        references=violation.references,
        sources=(
            _source(
                violation.scanner,
                violation.scanner_version,
                violation.rule,
                ratings,
                violation.data_date,
            ),
        ),
        suppressed=bool(violation.ignored),
        suppression=violation.ignored,
        message=violation.message,
        remediation=violation.remediation,
        subject=violation.subject,
        anchor=violation.anchor,
        controls=violation.controls,
        secret_masked=violation.secret_masked,
        target=target.name,
    )


def _source(
    scanner: str, version: str, rule: str, ratings: tuple[Rating, ...], data_date: str | None
) -> Source:
    return Source(
        scanner=scanner,
        version=version,
        rule=rule,
        severity=said_by(scanner, ratings),
        data_date=data_date,
    )


def _made_up(claim: Claim) -> str:
    name = claim.component.name
    return f"{claim.advisory_id} in {name}" if name else claim.advisory_id
