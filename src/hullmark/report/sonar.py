"""Sonar's generic issue import.

Sonar shows an issue only at a file of the project that it analyses. A finding inside an image is
reported at its path in the image, without the leading slash; Sonar counts those as issues of
unknown files. Suppressed findings are left out: what is imported cannot be marked as accepted.
"""

from collections.abc import Iterator

from hullmark.formats import sonar as wire
from hullmark.formats.document import encode_document, lines
from hullmark.model.component import Location
from hullmark.model.finding import Finding, Kind
from hullmark.model.scan import ScanResult
from hullmark.model.severity import Severity
from hullmark.report.fingerprints import rule_id_of
from hullmark.report.summary import by_importance
from hullmark.report.visible import visible
from hullmark.report.words import fix_words, name_of, subject_of

ENGINE = "hullmark"

_SEVERITIES: dict[Severity, tuple[wire.Severity, wire.Impact]] = {
    Severity.CRITICAL: ("BLOCKER", "HIGH"),
    Severity.HIGH: ("CRITICAL", "HIGH"),
    Severity.MEDIUM: ("MAJOR", "MEDIUM"),
    Severity.UNKNOWN: ("MAJOR", "MEDIUM"),
    Severity.LOW: ("MINOR", "LOW"),
    Severity.NEGLIGIBLE: ("INFO", "LOW"),
}
_LINE = 1_000
"""Characters of a message."""
_DESCRIPTION = 4_000
_PLACES = 20


def write_sonar(result: ScanResult) -> bytes:
    """Return rules and issues, the most urgent first."""
    ordered = by_importance(result.findings)
    rules: dict[str, Finding] = {}
    for finding in ordered:
        # The first is the worst: its severity is the rule's.
        rules.setdefault(_rule_id(finding), finding)
    return encode_document(
        wire.Report(
            rules=lines(_rule(id_, worst) for id_, worst in rules.items()),
            issues=lines(map(_issue, ordered)),
        )
    )


def _rule_id(finding: Finding) -> str:
    return rule_id_of(finding) or "unnamed"


def _rule(id_: str, worst: Finding) -> wire.Rule:
    severity, impact = _SEVERITIES[worst.severity]
    name = name_of(worst)
    if worst.component:
        name = f"{name} in {visible(worst.component.name)}"
    title = visible(worst.title)
    return wire.Rule(
        id=id_,
        name=(f"{name}: {title}" if title else name or "unnamed")[:_LINE],
        description=(visible(worst.description) or title or name or "unnamed")[:_DESCRIPTION],
        engine_id=ENGINE,
        clean_code_attribute="TRUSTWORTHY",
        type="CODE_SMELL" if worst.kind is Kind.LICENSE else "VULNERABILITY",
        severity=severity,
        impacts=[wire.RuleImpact(software_quality="SECURITY", severity=impact)],
    )


def _issue(finding: Finding) -> wire.Issue:
    first, *rest = _places(finding)
    return wire.Issue(
        rule_id=_rule_id(finding),
        primary_location=first,
        secondary_locations=rest,
    )


def _places(finding: Finding) -> Iterator[wire.Place]:
    message = _message(finding)
    locations = finding.locations or (Location(path=finding.subject or finding.target),)
    for location in locations[:_PLACES]:
        line = location.line if location.line and location.line > 0 else 1
        yield wire.Place(
            message=message,
            file_path=visible(location.path).lstrip("/") or "image",
            text_range=wire.TextRange(start_line=line),
        )


def _message(finding: Finding) -> str:
    words = visible(finding.message or finding.title) or name_of(finding)
    parts = [f"{subject_of(finding)}: {words}"]
    if fix := fix_words(finding):
        parts.append(f"fixed in {fix}" if finding.fixed_in else fix)
    if finding.locations and finding.locations[0].layer_index is not None:
        parts.append(f"in image {visible(finding.target)}")
    return "; ".join(parts)[:_LINE]
