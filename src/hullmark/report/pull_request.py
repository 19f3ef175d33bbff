"""The comment on a pull request: verdict, what it added and fixed, and what to change first."""

from collections.abc import Iterable, Iterator, Sequence

from hullmark.model.finding import Finding
from hullmark.model.pull_request import PullRequest
from hullmark.model.scan import ScanResult
from hullmark.report.fixes import change_names, describe_change, group_fixes
from hullmark.report.markdown import finding_cells, table_row
from hullmark.report.markdown_text import code, literal
from hullmark.report.summary import by_importance, summarize
from hullmark.report.words import benefit, plural, short_names

_SIZES = (40, 20, 10, 4, 1)
"""Rows of a table, fewer until the comment is short enough."""
_CELL = 200
_REASONS = 8
_UNKNOWN = 12
_CHANGES = 6


def write_pull_request(
    report: PullRequest,
    result: ScanResult | None,
    *,
    notes: Sequence[str] = (),
    commit: str = "",
    run_url: str = "",
    most_characters: int = 60_000,
) -> str:
    """Return the comment as GitHub-flavored Markdown.

    Args:
        report: What the change did.
        result: The change's own result, for the one change that clears most.
        notes: Further sentences about what could not be done.
        commit: The commit that was looked at.
        run_url: Where the run can be read.
        most_characters: GitHub refuses comments over 65,536.
    """
    text = ""
    for rows in _SIZES:
        text = "\n".join(_lines(report, result, rows, notes, commit, run_url)) + "\n"
        if len(text) <= most_characters:
            break
    return text


def _lines(
    report: PullRequest,
    result: ScanResult | None,
    rows: int,
    notes: Sequence[str],
    commit: str,
    run_url: str,
) -> Iterator[str]:
    yield f"## Hullmark: {report.verdict.status}"
    yield ""
    yield _opening(report)
    reasons = [each for each in report.verdict.reasons if each.finding is None]
    if reasons:
        yield ""
        yield from (f"- {literal(each.message[:_CELL])}" for each in reasons[:_REASONS])
        if (rest := len(reasons) - _REASONS) > 0:
            yield f"- and {plural(rest, 'more reason')}"
    names = short_names(result) if result and len(result.targets) > 1 else {}
    yield from _table("Added by this change", report.added, rows, names)
    yield from _table("Fixed by this change", report.fixed, rows, names)
    if result is not None:
        yield from _first_change(result, names)
    yield from _table("New for another reason", report.elsewhere, rows, names, cause=True)
    if report.accepted:
        yield from ("", f"{plural(len(report.accepted), 'finding')} accepted by a suppression.")
    if report.faded:
        causes = ", ".join(sorted({str(each.cause) for each in report.faded}))
        yield from (
            "",
            f"{plural(len(report.faded), 'finding')} gone for another reason: {causes}.",
        )
    yield from _unknown((*report.unknown, *notes))
    yield from _footer(commit, run_url)


def _opening(report: PullRequest) -> str:
    if not report.compared:
        return (
            "**What this change did is not known: there is nothing to compare with.** "
            f"{plural(report.unchanged, 'finding')} in all."
        )
    added = _counted("adds", report.added)
    fixed = _counted("fixes", report.fixed)
    return f"**This change {added} and {fixed}.** {plural(report.unchanged, 'finding')} as before."


def _counted(verb: str, findings: Sequence[Finding]) -> str:
    if not findings:
        return f"{verb} nothing"
    summary = summarize(findings)
    levels = ", ".join(f"{count:,} {level}" for level, count in summary.severities())
    return f"{verb} {plural(len(findings), 'finding')}" + (f" ({levels})" if levels else "")


def _table(
    title: str,
    findings: Iterable[Finding],
    rows: int,
    names: dict[str, str],
    *,
    cause: bool = False,
) -> Iterator[str]:
    ordered = by_importance(findings)
    if not ordered:
        return
    head = ["severity", "id", "component", "fix", "title"]
    head += [*(["why"] if cause else []), *(["image"] if names else [])]
    yield from ("", f"### {title}", "", table_row(head), table_row(["---"] * len(head)))
    for finding in ordered[:rows]:
        cells = finding_cells(finding)
        if cause:
            cells.append(literal(finding.cause or "unknown"))
        if names:
            cells.append(code(names.get(finding.target, finding.target)))
        yield table_row(cells)
    if (rest := len(ordered) - rows) > 0:
        yield from ("", f"And {plural(rest, 'more finding')}.")


def _first_change(result: ScanResult, names: dict[str, str]) -> Iterator[str]:
    groups = group_fixes(result)
    if not groups:
        return
    group, total = groups[0], summarize(result.findings).total
    changes = [code(name[:_CELL]) for name in change_names(group)[:_CHANGES]]
    yield from ("", "### The one change that clears most", "")
    image = f"{code(names.get(group.target, group.target)[:_CELL])}, " if names else ""
    yield (
        f"{image}{code(group.line[:_CELL])}: {describe_change(group, changes)}"
        f" ({benefit(group, total)})."
    )


def _unknown(sentences: Sequence[str]) -> Iterator[str]:
    if not sentences:
        return
    yield from ("", "### What could not be known", "")
    yield from (f"- {literal(each[: 2 * _CELL])}" for each in sentences[:_UNKNOWN])
    if (rest := len(sentences) - _UNKNOWN) > 0:
        yield f"- and {rest:,} more"


def _footer(commit: str, run_url: str) -> Iterator[str]:
    parts = []
    if commit:
        parts.append(f"commit {code(commit[:12])}")
    if run_url.startswith(("https://", "http://")) and not set(run_url) & set(" ()<>|\n"):
        parts.append(f"[run]({run_url})")
    if parts:
        yield from ("", f"<sub>{' · '.join(parts)}</sub>")
