"""Words for what fails: one sentence per finding, its place and its remedy."""

from typing import TYPE_CHECKING

from hullmark.model.finding import Kind

if TYPE_CHECKING:
    from hullmark.gate.evidence import JudgedFinding
    from hullmark.model.finding import Finding


CHARACTERS = 2_000
"""Of one text of a reason; more is no message."""


def on_one_line(text: str) -> str:
    """Return a text without line breaks, and no longer than a reason may be."""
    return " ".join(text.split())[:CHARACTERS]


def sentence(finding: "Finding | JudgedFinding", level: str) -> str:
    """Say what a finding is: its name, its component, how bad, what fixes it."""
    component = finding.component
    name = finding.identifiers[0] if finding.identifiers else finding.title
    if component is None:
        return _secret(finding) if finding.kind == Kind.SECRET else finding.title
    place = f"{component.name} {component.version}".strip()
    fix = f", fixed in {', '.join(finding.fixed_in)}" if finding.fixed_in else ""
    return f"{name} in {place} is {level}{fix}"


def _secret(finding: "Finding | JudgedFinding") -> str:
    """Say which secret lies where: its name alone finds nobody's file."""
    for place in finding.locations:
        more = len(finding.locations) - 1
        parts = [
            f"{finding.title} in {file_of(finding)}",
            f"layer {place.layer_index}" if place.layer_index is not None else "",
            place.note or "",
            f"and {more} more place{'s' if more > 1 else ''}" if more else "",
        ]
        return ", ".join(filter(None, parts))
    return finding.title


def file_of(finding: "Finding | JudgedFinding") -> str:
    """Return where to look: path and line, or the file that breaks a rule."""
    for place in finding.locations:
        return f"{place.path}:{place.line}" if place.line else place.path
    return finding.subject


def fix_of(finding: "Finding | JudgedFinding") -> str:
    """Return what to do, empty where nobody says."""
    if finding.fixed_in and finding.component is not None:
        versions = " or ".join(finding.fixed_in)
        return f"update {finding.component.name} to {versions}"
    return finding.remediation
