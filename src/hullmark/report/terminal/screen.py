"""The result as people read it: what to do first, what is wrong, what could not be read."""

from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from hullmark.model.scan import ScanResult
from hullmark.report.summary import Summary, summarize, uncertain, unread
from hullmark.report.terminal import tables
from hullmark.report.terminal.fix_list import fix_list
from hullmark.report.terminal.text import Line, Span, columns, flow, styled
from hullmark.report.words import (
    count_components,
    data_words,
    row_words,
    target_facts,
    totals,
    verdict_words,
)

Section: TypeAlias = Literal["fixes", "findings", "ledger", "components"]

DEFAULT_SECTIONS: tuple[Section, ...] = ("fixes", "findings")
DEFAULT_LIMIT = 10
"""Rows of each list: with header and totals one screen of 40 lines."""

NARROWEST = 20
"""Columns below which lines are cut as if there were this many."""

_ALL = 1 << 62
_EMPTY: Line = ()
_LEDGER_HINT = "hullmark scan --show ledger"


def render(
    result: ScanResult,
    *,
    width: int = 100,
    color: bool = False,
    show: Sequence[Section] = DEFAULT_SECTIONS,
    limit: int = DEFAULT_LIMIT,
) -> str:
    """Return the result as lines of at most ``width`` columns, ended by a line feed.

    Args:
        result: What to tell.
        width: Columns of the terminal.
        color: Whether to use the terminal's colors; no meaning is lost without.
        show: Lists between header and totals, in this order.
        limit: Rows of each list, the rest is counted; 0 shows all.
    """
    width = max(width, NARROWEST)
    return "".join(
        styled(line, width=width, color=color) + "\n"
        for line in _lines(result, width, show, limit or _ALL)
    )


def _lines(result: ScanResult, width: int, show: Sequence[Section], limit: int) -> Iterator[Line]:
    summary = summarize(result.findings)
    yield from _header(result, width)
    for section in show:
        match section:
            case "fixes":
                rows = fix_list(result, total=summary.total, width=width, limit=limit)
            case "findings":
                rows = tables.findings(result, width=width, limit=limit)
            case "ledger":
                rows = tables.ledger(result, width=width, limit=limit)
            case "components":
                rows = tables.components(result, width=width, limit=limit)
        yield from _spaced(rows)
    yield _EMPTY
    yield from _totals(summary, width)
    yield from _baseline(result, width)
    yield from _incomplete(result, width, hint="ledger" not in show)
    yield _EMPTY
    yield from _verdict(result, width)


def _spaced(rows: Iterator[Line]) -> Iterator[Line]:
    """Put an empty line before a list, unless the list is empty."""
    for position, row in enumerate(rows):
        if position == 0:
            yield _EMPTY
        yield row


def _header(result: ScanResult, width: int) -> Iterator[Line]:
    duration = f"{result.duration_s:.1f} s" if result.duration_s else ""
    for target in result.targets:
        facts = target_facts(target, count_components(result, target))
        for position, line in enumerate(flow(facts, width, indent="  ")):
            name = facts[0] if position == 0 and line.startswith(facts[0]) else ""
            row = [Span(name, "bold"), Span(line[len(name) :])]
            room = width - columns(line) - len(duration)
            if duration and room >= 2:
                row.append(Span(" " * room + duration, "dim"))
                duration = ""
            yield row
    words = data_words(result.data, result.data_kind)
    text = "; ".join(words).split(" ")
    yield from ([Span(line, "dim")] for line in flow(["data:", *text], width, gap=" ", indent="  "))


def _totals(summary: Summary, width: int) -> Iterator[Line]:
    for line in flow(totals(summary).split(" "), width, gap=" ", indent="  "):
        yield [Span(line, "bold")]


def _baseline(result: ScanResult, width: int) -> Iterator[Line]:
    if result.baseline is None:
        return
    words = f"since the baseline: {result.baseline.words()}".split(" ")
    yield from ([Span(line)] for line in flow(words, width, gap=" ", indent="  "))


def _incomplete(result: ScanResult, width: int, *, hint: bool) -> Iterator[Line]:
    groups = (("not read", unread(result.ledger)), ("not certain", uncertain(result.ledger)))
    for title, rows in groups:
        if not rows:
            continue
        more = "; …" if len(rows) > 1 else ""
        text = f"{title}: {len(rows):,} ({row_words(rows[0])}{more})"
        room = width - columns(text) - columns(_LEDGER_HINT)
        if hint and room >= 2:
            yield [Span(text, "incomplete"), Span(" " * room + _LEDGER_HINT, "dim")]
        else:
            words = text.split(" ")
            for line in flow(words, width, gap=" ", indent="  "):
                yield [Span(line, "incomplete")]
            if hint:
                yield [Span(f"  {_LEDGER_HINT}", "dim")]


def _verdict(result: ScanResult, width: int) -> Iterator[Line]:
    words = verdict_words(result.verdict).split(" ")
    for line in flow(words, width, gap=" ", indent="  "):
        yield [Span(line, result.verdict.status.value)]
