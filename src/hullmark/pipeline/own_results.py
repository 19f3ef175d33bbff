"""Hullmark's own JSON results as reports: each finding with every source that it had."""

from collections.abc import Iterator

from hullmark.formats.result import SCHEMA
from hullmark.model.component import Component, Purl
from hullmark.model.finding import Claim, Finding, Kind, Source
from hullmark.model.report import Marks, ScannerReport
from hullmark.model.scan import ScanResult, Target
from hullmark.model.severity import Rating
from hullmark.model.violation import Violation

_HEAD = 4096
_NOWHERE = Component(name="", version="", purl=Purl(""), type="")


def is_own_result(data: bytes) -> bool:
    """Say whether a file is what ``-o result.json`` wrote, by its first bytes."""
    return SCHEMA.encode() in data[:_HEAD]


def reports_of(result: ScanResult) -> tuple[ScannerReport, ...]:
    """Return one report per target and scanner; several sources of a finding stay one result."""
    targets = {target.name: target for target in result.targets}
    names = dict.fromkeys((*targets, *(each.target for each in result.findings)))
    return tuple(
        report
        for name in names
        for report in _reports(targets.get(name) or Target(name=name, kind="report"), result)
    )


def _reports(target: Target, result: ScanResult) -> Iterator[ScannerReport]:
    held: dict[str, list[Finding]] = {}
    for finding in result.findings:
        if finding.target == target.name and finding.sources:
            held.setdefault(finding.sources[0].scanner, []).append(finding)
    components = tuple(
        component
        for component, owner in zip(result.components, result.component_targets, strict=True)
        if owner == target.name
    )
    for scanner, findings in (held or {"native": []}).items():
        yield _report(scanner, findings, target, components)
        components = ()  # each is listed once


def _report(
    scanner: str, findings: list[Finding], target: Target, components: tuple[Component, ...]
) -> ScannerReport:
    claims: list[Claim] = []
    violations: list[Violation] = []
    groups: list[int] = []
    for finding in findings:
        if finding.kind is Kind.VULNERABILITY:
            made = [_claim(finding, source) for source in finding.sources]
            claims += made
            groups.append(len(made))
        else:
            violations += [_violation(finding, source) for source in finding.sources]
            groups += [0] * len(finding.sources)
    dates = [source.data_date for each in findings for source in each.sources if source.data_date]
    return ScannerReport(
        scanner=scanner,
        scanner_version=next((each.sources[0].version for each in findings), ""),
        format="hullmark-json",
        target=target,
        marks=_marks(target),
        claims=tuple(claims),
        violations=tuple(violations),
        components=components,
        data_date=max(dates, default=None),
        results=len(groups),
        ignored=sum(each.suppressed for each in findings),
        groups=tuple(groups),
    )


def _marks(target: Target) -> Marks:
    return Marks(
        digests=(str(target.digest),) if target.digest else (),
        config_digests=(str(target.config_digest),) if target.config_digest else (),
        diff_ids=tuple(str(layer.diff_id) for layer in target.layers if layer.diff_id),
    )


def _ratings(finding: Finding, source: Source) -> tuple[Rating, ...]:
    """Return what all said; the first source's word stands for a finding that has none."""
    return finding.ratings or (Rating(source=source.scanner, level=finding.severity),)


def _ignored(finding: Finding) -> str:
    return (finding.suppression or "suppressed") if finding.suppressed else ""


def _claim(finding: Finding, source: Source) -> Claim:
    identifier = source.rule or finding.identifiers[0]
    return Claim(
        advisory_id=identifier,
        aliases=tuple(each for each in finding.identifiers if each != identifier),
        component=finding.component or _NOWHERE,
        title=finding.title,
        description=finding.description,
        references=finding.references,
        ratings=_ratings(finding, source),
        fixed_in=finding.fixed_in,
        fix_state=finding.fix_state,
        priority=finding.priority,
        published_at=finding.published_at,
        scanner=source.scanner,
        scanner_version=source.version,
        data_date=source.data_date,
        ignored=_ignored(finding),
    )


def _violation(finding: Finding, source: Source) -> Violation:
    return Violation(
        kind=finding.kind,
        rule=source.rule or finding.identifiers[0],
        title=finding.title,
        message=finding.message,
        description=finding.description,
        remediation=finding.remediation,
        ratings=_ratings(finding, source),
        subject=finding.subject,
        anchor=finding.anchor,
        locations=finding.locations,
        component=finding.component,
        references=finding.references,
        controls=finding.controls,
        secret_masked=finding.secret_masked,
        ignored=_ignored(finding),
        scanner=source.scanner,
        scanner_version=source.version,
        data_date=source.data_date,
    )
