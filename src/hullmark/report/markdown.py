"""Markdown for a job summary: verdict, what to do first, the worst findings, what is missing."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from hullmark.model.finding import Finding
from hullmark.model.ledger import INCOMPLETE
from hullmark.model.scan import ScanResult
from hullmark.model.severity import Severity
from hullmark.report.fixes import FixGroup, change_names, describe_change, group_fixes
from hullmark.report.links import help_link
from hullmark.report.markdown_text import code, literal
from hullmark.report.summary import WORST_FIRST, by_importance, summarize
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

_REASONS = 20
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
    for reason in verdict.reasons[:_REASONS]:
        yield f"- {literal(reason.message[:_CELL])}"
    if (rest := len(verdict.reasons) - _REASONS) > 0:
        yield f"- and {plural(rest, 'more reason')}"
    if verdict.reasons:
        yield ""
    summary = summarize(result.findings)
    yield f"**{totals(summary)}**"
    yield ""
    for target in result.targets[:_ROWS]:
        name, *facts = target_facts(target, count_components(result, target))
        yield f"- {code(name)} {', '.join(code(fact) for fact in facts)}"
    if (rest := len(result.targets) - _ROWS) > 0:
        yield f"- and {plural(rest, 'more target')}"
    yield f"- data: {literal('; '.join(data_words(result.data, result.data_kind)))}"
    yield from _levels(result)
    yield from _fixes(result, summary.total)
    yield from _findings(result)
    yield from _suppressed(result)
    yield from _incomplete(result)
    yield from _complete(result)


def _levels(result: ScanResult) -> Iterator[str]:
    """Yield findings per image and severity, where there are several images."""
    if len(result.targets) < 2:
        return
    names = short_names(result)
    counts: defaultdict[str, Counter[Severity]] = defaultdict(Counter)
    for finding in result.findings:
        if not finding.suppressed:
            counts[finding.target][finding.severity] += 1
    yield from ("", table_row(["image", *(level.value for level in WORST_FIRST)]))
    yield table_row(["---", *["--:"] * len(WORST_FIRST)])
    worst = sorted(names, key=lambda name: [-counts[name][level] for level in WORST_FIRST])
    for name in worst[:_ROWS]:
        held = counts[name]
        yield table_row(
            [
                code(names[name]),
                *(f"{held[level]:,}" if held[level] else "" for level in WORST_FIRST),
            ]
        )
    if (rest := len(worst) - _ROWS) > 0:
        yield from ("", f"And {plural(rest, 'more image')}.")


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


def _suppressed(result: ScanResult) -> Iterator[str]:
    hidden = by_importance(result.findings, suppressed=True)
    if not hidden:
        return
    yield from ("", f"<details><summary>Suppressed: {plural(len(hidden), 'finding')}</summary>")
    yield from ("", table_row(["severity", "id", "component", "why"]), table_row(["---"] * 4))
    for finding in hidden[:_ROWS]:
        why = finding.suppression or "no reason is recorded"
        yield table_row([*finding_cells(finding)[:3], literal(why[:_CELL])])
    if (rest := len(hidden) - _ROWS) > 0:
        yield from ("", f"And {plural(rest, 'more finding')}.")
    yield from ("", "</details>")


def _complete(result: ScanResult) -> Iterator[str]:
    rows = [row for row in result.ledger if row.status not in INCOMPLETE]
    if not rows:
        return
    yield from ("", f"<details><summary>What ran: {plural(len(rows), 'check')}</summary>", "")
    yield from ("| status | scanner | check | data of |", "|---|---|---|---|")
    for row in rows[:_ROWS]:
        check = code(row.check[:_CELL])
        date = literal(row.data_date or "")
        yield table_row([row.status.value, literal(row.scanner), check, date])
    if (rest := len(rows) - _ROWS) > 0:
        yield from ("", f"And {plural(rest, 'more check')}.")
    yield from ("", "</details>")


def table_row(cells: Sequence[str]) -> str:
    """Return one row of a table."""
    return f"| {' | '.join(cells)} |"
