"""Rules: what a problem in one component is, how bad, and what to do about it."""

from collections.abc import Sequence
from functools import lru_cache

from hullmark.formats import sarif as wire
from hullmark.model.component import Evidence
from hullmark.model.finding import Finding, Kind
from hullmark.model.severity import Severity
from hullmark.report.links import help_link, web_links
from hullmark.report.markdown_text import code, literal
from hullmark.report.score import security_severity
from hullmark.report.visible import visible
from hullmark.report.words import fix_words

LEVELS: dict[Severity, wire.Level] = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.UNKNOWN: "warning",
    Severity.LOW: "note",
    Severity.NEGLIGIBLE: "note",
}

_NAME = 255
"""Characters of a rule's name that GitHub takes."""
_DESCRIPTION = 1_024
"""Characters of a rule's descriptions that GitHub takes."""
_HELP = 4_000
"""Characters of an advisory's text in the help; thousands of rules share one upload of 10 MB."""
_TAGS = 10
"""Tags of a rule that GitHub keeps."""
_TAG = 100
_DESCRIPTIONS = 1_024
"""Descriptions remembered in all their forms: packages of one flaw stand side by side."""
_LINKS = 10
"""References shown in the help of a rule; the JSON result holds all."""

_KINDS = {
    Kind.VULNERABILITY: "vulnerability",
    Kind.MISCONFIGURATION: "misconfiguration",
    Kind.SECRET: "secret",
    Kind.MALWARE: "malware",
    Kind.LICENSE: "license",
    Kind.END_OF_LIFE: "end-of-life",
}


def rule_of(id_: str, findings: Sequence[Finding]) -> wire.Rule:
    """Return the rule that these findings break; the most severe one sets its severity."""
    worst = _worst(findings)
    name = _name(worst)
    title = visible(worst.title)
    description = visible(worst.description) or title or name
    described, helping, formatted = _forms(description)
    return wire.Rule(
        id=id_,
        name=_cut(name, _NAME),
        short_description=wire.Message(
            text=_cut(f"{name}: {title}" if title else name, _DESCRIPTION)
        ),
        full_description=wire.Message(text=described),
        help_uri=help_link(worst),
        help=_help(worst, findings, name=name, description=helping, formatted=formatted),
        default_configuration=wire.Configuration(level=LEVELS[worst.severity]),
        properties=wire.RuleProperties(
            precision=_precision(findings),
            security_severity=f"{security_severity(worst):.1f}",
            tags=_tags(worst, findings),
        ),
    )


def _worst(findings: Sequence[Finding]) -> Finding:
    if len(findings) == 1:
        return findings[0]
    return max(findings, key=lambda finding: (finding.severity.rank, security_severity(finding)))


def message_text(text: str) -> str:
    """Return foreign text for a SARIF message, where braces and brackets have a meaning."""
    text = visible(text)
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if "[" in text or "]" in text:
        text = text.replace("[", "\\[").replace("]", "\\]")
    if "{" in text or "}" in text:
        text = text.replace("{", "{{").replace("}", "}}")
    return text


def _name(finding: Finding) -> str:
    name = visible(finding.identifiers[0] if finding.identifiers else finding.id)
    return f"{name} in {visible(finding.component.name)}" if finding.component else name


@lru_cache(maxsize=_DESCRIPTIONS)
def _forms(description: str) -> tuple[str, str, str]:
    """Return a description for the rule, for its help, and for Markdown."""
    helping = _cut(description, _HELP)
    return _cut(description, _DESCRIPTION), helping, literal(helping)


def _help(
    worst: Finding, findings: Sequence[Finding], *, name: str, description: str, formatted: str
) -> wire.Message:
    facts = _facts(worst, findings)
    links = web_links(worst.references)[:_LINKS]
    text = "\n".join([description, "", *[f"{label}: {value}" for label, value in facts], *links])
    rows = "\n".join(
        [
            # Facts are visible text; few of them hold what ends a code span or a cell.
            f"| {label} | {code(value) if '`' in value or '|' in value else f'`{value}`'} |"
            for label, value in facts
        ]
    )
    listed = "\n".join([f"- <{link}>" for link in links])
    markdown = f"**{literal(name)}**\n\n{formatted}\n\n| | |\n|---|---|\n{rows}\n"
    return wire.Message(text=text, markdown=markdown + (f"\n{listed}\n" if listed else ""))


def _facts(worst: Finding, findings: Sequence[Finding]) -> list[tuple[str, str]]:
    fixed = worst.fixed_in
    if len(findings) > 1:
        fixed = tuple(dict.fromkeys([each for found in findings for each in found.fixed_in]))
    rating = worst.rating
    said = f" ({visible(rating.source)})" if rating else ""
    facts = [("Severity", f"{worst.severity.value}{said}")]
    if len(worst.identifiers) > 1:
        facts.append(("Also known as", visible(", ".join(worst.identifiers[1:]))))
    if worst.component:
        facts.append(("Component", visible(worst.component.name)))
    facts.append(("Fixed in", visible(", ".join(fixed)) or fix_words(worst)))
    if rating and rating.vector:
        facts.append(("CVSS vector", visible(rating.vector)))
    if _exploited(findings):
        facts.append(("Known exploited", "yes, listed by CISA"))
    if worst.priority.epss is not None:
        facts.append(("EPSS", f"{worst.priority.epss:.2%} in the next 30 days"))
    return [fact for fact in facts if fact[1]]


def _exploited(findings: Sequence[Finding]) -> bool:
    return any(finding.priority.known_exploited for finding in findings)


def _precision(findings: Sequence[Finding]) -> str:
    """Tell how sure the match is: an installed version is read, a declared one is wished for."""
    declared = any(
        finding.component and finding.component.evidence is Evidence.DECLARED
        for finding in findings
    )
    return "high" if declared else "very-high"


def _tags(worst: Finding, findings: Sequence[Finding]) -> list[str]:
    tags = ["security", _KINDS[worst.kind]]
    if worst.component and worst.component.type:
        tags.append(_cut(visible(worst.component.type), _TAG))
    tags.append("fix-available" if any(found.fixed_in for found in findings) else "no-fix")
    if _exploited(findings):
        tags.append("known-exploited")
    tags += [_cut(visible(name), _TAG) for name in worst.identifiers if name]
    return list(dict.fromkeys(tags))[:_TAGS]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
