"""Markdown for a job summary: verdict, what to do first, the worst findings, what is missing."""

from collections.abc import Iterator, Sequence

from hullmark.model.finding import Finding
from hullmark.model.ledger import INCOMPLETE
from hullmark.model.scan import ScanResult
from hullmark.report.fixes import FixGroup, change_names, describe_change, group_fixes
from hullmark.report.links import help_link
from hullmark.report.markdown_text import code, literal
from hullmark.report.summary import by_importance, summarize
from hullmark.report.version_order import nearest_fix
from hullmark.report.words import (
    benefit,
    count_components,
    data_words,
    fix_words,
    plural,
    short_names,
    target_facts,
    totals,
)

_FIXES = 10
_CHANGES = 8
_FINDINGS = 50
_ROWS = 50
"""Rows of each table: a job summary holds 1 MiB, a reader's patience less."""
_CELL = 200
"""Characters of a title or reason in a table cell."""


def write_markdown(result: ScanResult) -> bytes:
    """Return GitHub-flavored Markdown; foreign text in it has no effect of its own."""
    text = "\n".join(_lines(result))
    return f"{text}\n".encode("utf-8", "backslashreplace")


def _lines(result: ScanResult) -> Iterator[str]:
    verdict = result.verdict
    yield f"## Hullmark: {verdict.status}"
    yield ""
    for reason in verdict.reasons:
        yield f"- {literal(reason.message[:_CELL])}"
    if verdict.reasons:
        yield ""
    summary = summarize(result.findings)
    yield f"**{totals(summary)}**"
    yield ""
    for target in result.targets:
        name, *facts = target_facts(target, count_components(result, target))
        yield f"- {code(name)} {', '.join(code(fact) for fact in facts)}"
    yield f"- data: {literal('; '.join(data_words(result.data, result.data_kind)))}"
    yield from _fixes(result, summary.total)
    yield from _findings(result)
    yield from _incomplete(result)


def _fixes(result: ScanResult, total: int) -> Iterator[str]:
    groups = group_fixes(result)
    if not groups:
        return
    names = short_names(result) if len(result.targets) > 1 else {}
    yield from ("", "### What to do first", "", "| | change | to | benefit |", "|--:|---|---|---|")
    for number, group in enumerate(groups[:_FIXES], 1):
        line = code(group.line[:_CELL])
        if name := names.get(group.target):
            line = f"{code(name)} {line}"
        yield f"| {number} | {line} | {_change(group)} | {benefit(group, total)} |"
    if (rest := len(groups) - _FIXES) > 0:
        yield from ("", f"And {plural(rest, 'more line')}.")


def _change(group: FixGroup) -> str:
    return describe_change(group, [code(name[:_CELL]) for name in change_names(group)[:_CHANGES]])


def _findings(result: ScanResult) -> Iterator[str]:
    ordered = by_importance(result.findings)
    if not ordered:
        return
    names = short_names(result) if len(result.targets) > 1 else {}
    head = ["severity", "id", "component", "fix", "title", *(["image"] if names else [])]
    yield from ("", "### Findings", "", table_row(head), table_row(["---"] * len(head)))
    for finding in ordered[:_FINDINGS]:
        image = [code(names.get(finding.target, finding.target))] if names else []
        yield table_row([*finding_cells(finding), *image])
    if (rest := len(ordered) - _FINDINGS) > 0:
        yield from ("", f"And {plural(rest, 'more finding')}.")


def finding_cells(finding: Finding) -> list[str]:
    """Return severity, id, subject, fix and title of a finding, each as Markdown."""
    severity = finding.severity.value
    if finding.priority.known_exploited:
        severity += ", **exploited**"
    component = finding.component
    if component is not None:
        subject = f"{code(component.name[:_CELL])} {code(component.version[:_CELL])}"
    else:
        place = finding.locations[0].path if finding.locations else finding.target
        subject = code(place[:_CELL])
    fix = code(nearest_fix(finding)[:_CELL]) if finding.fixed_in else fix_words(finding)
    return [severity, _identifier(finding), subject, fix, literal(finding.title[:_CELL])]


def _identifier(finding: Finding) -> str:
    name = literal((finding.identifiers[0] if finding.identifiers else finding.id)[:_CELL])
    link = help_link(finding)
    # Parentheses would end the link, a bar the table cell.
    safe = link.replace("(", "%28").replace(")", "%29").replace("|", "%7C")
    return f"[{name}]({safe})" if link else name


def _incomplete(result: ScanResult) -> Iterator[str]:
    rows = [row for row in result.ledger if row.status in INCOMPLETE]
    if not rows:
        return
    yield from ("", f"### Incomplete: {plural(len(rows), 'check')}", "")
    yield from ("| status | scanner | check | reason |", "|---|---|---|---|")
    for row in rows[:_ROWS]:
        reason = literal(row.reason[:_CELL])
        yield table_row([row.status.value, literal(row.scanner), code(row.check[:_CELL]), reason])
    if (rest := len(rows) - _ROWS) > 0:
        yield from ("", f"And {plural(rest, 'more check')}.")


def table_row(cells: Sequence[str]) -> str:
    """Return one row of a table."""
    return f"| {' | '.join(cells)} |"
