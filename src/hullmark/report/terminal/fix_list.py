"""The list of lines to change, most useful first."""

from collections.abc import Iterator

from hullmark.model.scan import ScanResult
from hullmark.report.fixes import FixGroup, change_names, describe_change, group_fixes
from hullmark.report.terminal.text import Line, Span, columns, fit, flow, listed, pad
from hullmark.report.visible import visible
from hullmark.report.words import benefit, plural, short_names

_NARROW = 96
"""Columns below which each group takes lines of its own for line, change and benefit."""


def fix_list(result: ScanResult, *, total: int, width: int, limit: int) -> Iterator[Line]:
    """Yield one row (or three on narrow terminals) per line worth changing."""
    groups = group_fixes(result)
    shown = groups[:limit]
    names = short_names(result) if len(result.targets) > 1 else {}
    texts = [
        f"{names[group.target]}: {visible(group.line)}"
        if group.target in names
        else visible(group.line)
        for group in shown
    ]
    benefits = [benefit(group, total) for group in shown]
    digits = len(str(len(shown)))
    rows = _narrow_rows if width < _NARROW else _wide_rows
    for number, line in rows(shown, texts, benefits, width - digits - 2):
        yield [Span(f"{number or '':>{digits}}  ", "bold"), *line]
    if rest := groups[limit:]:
        cleared = sum(group.clears for group in rest)
        text = f"and {plural(len(rest), 'more line')}, which clear {cleared:,}"
        yield [Span(" " * (digits + 2) + text, "dim")]


def _wide_rows(
    groups: tuple[FixGroup, ...], texts: list[str], benefits: list[str], width: int
) -> Iterator[tuple[int, Line]]:
    benefit_width = max(map(columns, benefits), default=0)
    text_width = min(max(map(columns, texts), default=0), (width - benefit_width) * 2 // 5)
    change_width = width - benefit_width - text_width - 5
    for number, (group, text, gain) in enumerate(zip(groups, texts, benefits, strict=True), 1):
        row = [
            Span(pad(text, text_width) + " ", "bold"),
            Span("→ " + pad(_change(group, change_width), change_width) + "  "),
            Span(gain, _weight(group)),
        ]
        yield number, row


def _narrow_rows(
    groups: tuple[FixGroup, ...], texts: list[str], benefits: list[str], width: int
) -> Iterator[tuple[int, Line]]:
    for number, (group, text, gain) in enumerate(zip(groups, texts, benefits, strict=True), 1):
        yield number, [Span(fit(text, width), "bold")]
        yield 0, [Span("→ " + fit(_change(group, width - 2), width - 2))]
        for line in flow(gain.split(" "), width, gap=" "):
            yield 0, [Span(line, _weight(group))]


def _change(group: FixGroup, width: int) -> str:
    """Return as many changes as fit, at least one, and the number of the rest."""
    names = [visible(name) for name in change_names(group)]
    overhead = columns(describe_change(group, [])) - len(f"+{len(names)}")
    count = max(1, listed(names, width - overhead))
    return describe_change(group, names[:count])


def _weight(group: FixGroup) -> str:
    if group.critical or group.known_exploited:
        return "critical"
    return "high" if group.high else ""
