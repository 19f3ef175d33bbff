"""GitLab's container scanning report: vulnerabilities and ends of life of images.

GitLab has a report of its own for each kind of scan, and dismisses nothing by a report. So
findings of other kinds and suppressed ones are left out, and counted in the scan's messages.
"""

import uuid
from collections import Counter
from collections.abc import Iterator

from hullmark.formats import gitlab as wire
from hullmark.formats.document import encode_document, lines
from hullmark.model.finding import Finding, Kind
from hullmark.model.ledger import INCOMPLETE, Status
from hullmark.model.scan import ScanResult, Target, VerdictStatus
from hullmark.model.severity import Severity
from hullmark.report.links import home_of, web_links
from hullmark.report.summary import by_importance
from hullmark.report.visible import visible
from hullmark.report.words import fix_words, name_of, plural

WRITTEN = frozenset({Kind.VULNERABILITY, Kind.END_OF_LIFE, Kind.MALWARE})
"""Kinds that are about what an image holds."""

_SEVERITIES: dict[Severity, wire.Severity] = {
    Severity.CRITICAL: "Critical",
    Severity.HIGH: "High",
    Severity.MEDIUM: "Medium",
    Severity.LOW: "Low",
    Severity.NEGLIGIBLE: "Info",
    Severity.UNKNOWN: "Unknown",
}
_NAME = 255
_DESCRIPTION = 100_000
"""GitLab takes a million characters; a hundred thousand are more than anyone reads."""
_SOLUTION = 7_000
_MESSAGES = 100
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:hullmark:finding")


def write_gitlab(result: ScanResult) -> bytes:
    """Return the report; what could not be checked stands in its messages."""
    targets = {target.name: target for target in result.targets}
    moment = f"{result.created_at:%Y-%m-%dT%H:%M:%S}"
    program = wire.Program(
        id="hullmark",
        name="Hullmark",
        version=visible(result.tool_version) or "0",
        vendor=wire.Vendor(name="Hullmark"),
    )
    failed = result.verdict.status is VerdictStatus.INCOMPLETE and not result.targets
    ordered = by_importance(finding for finding in result.findings if finding.kind in WRITTEN)
    return encode_document(
        wire.Report(
            version=wire.VERSION,
            scan=wire.Scan(
                status="failure" if failed else "success",
                start_time=moment,
                end_time=moment,
                analyzer=program,
                scanner=program,
                messages=list(_messages(result)),
            ),
            vulnerabilities=lines(
                _vulnerability(finding, targets.get(finding.target)) for finding in ordered
            ),
        )
    )


def _messages(result: ScanResult) -> Iterator[wire.Message]:
    others = Counter(finding.kind for finding in result.findings if finding.kind not in WRITTEN)
    for kind, count in sorted(others.items()):
        words = f"{plural(count, f'{kind.value} finding')} left out: not for this kind of report"
        yield wire.Message(level="warn", value=words)
    hidden = sum(finding.suppressed and finding.kind in WRITTEN for finding in result.findings)
    if hidden:
        yield wire.Message(level="info", value=f"{plural(hidden, 'suppressed finding')} left out")
    missing = [row for row in result.ledger if row.status in INCOMPLETE]
    for row in missing[:_MESSAGES]:
        words = f"{row.target} {row.scanner} {row.check}: {row.status.value}".strip()
        yield wire.Message(
            level="fatal" if row.status is Status.FAILED else "warn",
            value=visible(f"{words}, {row.reason}" if row.reason else words),
        )
    if (rest := len(missing) - _MESSAGES) > 0:
        yield wire.Message(level="warn", value=f"{plural(rest, 'more check')} incomplete")


def _vulnerability(finding: Finding, target: Target | None) -> wire.Vulnerability:
    component = finding.component
    title = visible(finding.title) or name_of(finding)
    name = visible(component.name) if component else visible(finding.subject)
    return wire.Vulnerability(
        id=str(uuid.uuid5(_NAMESPACE, _identity(finding))),
        name=title[:_NAME],
        description=_lines(finding.description or finding.message)[:_DESCRIPTION],
        severity=_SEVERITIES[finding.severity],
        solution=_solution(finding)[:_SOLUTION],
        identifiers=[_identifier(each) for each in finding.identifiers or (finding.id,)],
        links=[wire.Link(url=link) for link in web_links(finding.references)],
        location=wire.Place(
            dependency=wire.Dependency(
                package=wire.Package(name=name),
                version=visible(component.version) if component else "",
            ),
            operating_system=_system(target),
            image=visible(finding.target) or "unknown",
        ),
    )


def _identity(finding: Finding) -> str:
    return f"{finding.id}\0{finding.target}".encode("utf-8", "backslashreplace").decode()


def _lines(text: str) -> str:
    return text if text.isprintable() else "\n".join(map(visible, text.splitlines()))


def _solution(finding: Finding) -> str:
    if finding.remediation:
        return _lines(finding.remediation)
    if finding.fixed_in and finding.component:
        installed = visible(f"{finding.component.name} {finding.component.version}".strip())
        return f"Upgrade {installed} to {fix_words(finding)}"
    return ""


def _identifier(name: str) -> wire.Identifier:
    shown = visible(name) or "unknown"
    kind = shown.partition("-")[0].lower() or "hullmark"
    return wire.Identifier(type=kind, name=shown, value=shown, url=home_of(name) or "")


def _system(target: Target | None) -> str:
    distribution = target.distribution if target else None
    if distribution is None:
        return "unknown"
    return visible(f"{distribution.id}:{distribution.version}".rstrip(":")) or "unknown"
