"""Findings, ledger rows and components as columns, or as short paragraphs where it is narrow."""

from collections.abc import Iterator, Sequence

from hullmark.model.finding import Finding
from hullmark.model.scan import ScanResult
from hullmark.report.instruction import to_instruction
from hullmark.report.summary import by_importance
from hullmark.report.terminal.text import Line, Span, columns, fit, pad
from hullmark.report.visible import visible
from hullmark.report.words import (
    component_words,
    fix_words,
    name_of,
    plural,
    short_names,
    subject_of,
)

_NARROW = 72
"""Columns below which a row becomes two lines."""

_SEVERITY = 10
"""Columns of the longest severity, ``negligible``."""


def findings(result: ScanResult, *, width: int, limit: int) -> Iterator[Line]:
    """Yield the most important findings and count the rest."""
    ordered = by_importance(result.findings)
    shown = ordered[:limit]
    names = short_names(result) if len(result.targets) > 1 else {}
    rows = _narrow_findings(shown) if width < _NARROW else _wide_findings(shown, width)
    for finding, (line, *more) in zip(shown, rows, strict=True):
        name = names.get(finding.target, "")
        title = visible(finding.title) if width >= _NARROW else ""
        yield [
            *line,
            Span(f"  {name}" if name else ""),
            Span(f"  {title}" if title else "", "dim"),
        ]
        yield from more
    if rest := len(ordered) - len(shown):
        word = plural(rest, "more finding") if shown else plural(rest, "finding")
        yield [Span(f"and {word}  hullmark scan --show findings", "dim")]


def ledger(result: ScanResult, *, width: int, limit: int) -> Iterator[Line]:
    """Yield what ran on what and how it ended."""
    many_targets = len(result.targets) > 1
    cells = [
        (
            row.status.value,
            visible(f"{row.scanner}, {row.target}" if many_targets else row.scanner),
            visible(row.check),
            visible(f"data of {row.data_date[:10]}" if row.data_date else ""),
            visible(row.reason),
        )
        for row in result.ledger[:limit]
    ]
    yield from _grid(cells, width)
    if rest := len(result.ledger) - len(cells):
        yield [Span(f"and {plural(rest, 'more row')}", "dim")]


def components(result: ScanResult, *, width: int, limit: int) -> Iterator[Line]:
    """Yield the components with their first place and the line that brought them."""
    cells = []
    for component in result.components[:limit]:
        at = component.locations[0] if component.locations else None
        layer = "" if at is None or at.layer_index is None else f"layer {at.layer_index}"
        line = to_instruction(at.instruction or "") if at else ""
        path = at.path if at else ""
        cells.append(
            (
                visible(component.type),
                component_words(component),
                layer,
                visible(path),
                visible(line),
            )
        )
    yield from _grid(cells, width)
    if rest := len(result.components) - len(cells):
        yield [Span(f"and {plural(rest, 'more component')}", "dim")]


def _wide_findings(shown: Sequence[Finding], width: int) -> Iterator[tuple[Line, ...]]:
    names = [name_of(finding) for finding in shown]
    subjects = [subject_of(finding) for finding in shown]
    fixes = [_fix(finding) for finding in shown]
    name_width = _share(names, 24)
    room = width - _SEVERITY - name_width - 4
    subject_width = _share(subjects, room * 2 // 5)
    fix_width = _share(fixes, room * 2 // 5)
    for finding, name, subject, fix in zip(shown, names, subjects, fixes, strict=True):
        note = "exploited" if finding.priority.known_exploited else ""
        yield (
            (
                Span(pad(finding.severity.value, _SEVERITY), finding.severity.value),
                Span("  " + pad(name, name_width)),
                Span("  " + pad(subject, subject_width)),
                Span("  " + pad(fix, fix_width)),
                Span(f"  {note}" if note else "", "critical"),
            ),
        )


def _narrow_findings(shown: Sequence[Finding]) -> Iterator[tuple[Line, ...]]:
    for finding in shown:
        note = "  exploited" if finding.priority.known_exploited else ""
        yield (
            (
                Span(pad(finding.severity.value, _SEVERITY), finding.severity.value),
                Span(f"  {name_of(finding)}"),
                Span(note, "critical"),
            ),
            (Span(f"    {subject_of(finding)}  {_fix(finding)}"),),
        )


def _fix(finding: Finding) -> str:
    words = fix_words(finding)
    return f"→ {words}" if finding.fixed_in else words


def _share(texts: Sequence[str], most: int) -> int:
    return min(max(map(columns, texts), default=0), most)


def _grid(cells: Sequence[tuple[str, ...]], width: int) -> Iterator[Line]:
    """Lay out columns as wide as their content; the last one takes what is left."""
    if not cells:
        return
    natural = [max(map(columns, column)) for column in zip(*cells, strict=True)]
    used = [index for index, size in enumerate(natural) if size]
    if not used:
        return
    room = width
    sizes: dict[int, int] = {}
    for index in used[:-1]:
        sizes[index] = min(natural[index], max(8, width // 3))
        room -= sizes[index] + 2
    if room < 16:
        yield from _stacked(cells, width)
        return
    for row in cells:
        start = "".join(pad(row[index], sizes[index]) + "  " for index in used[:-1])
        yield [Span(start), Span(fit(row[used[-1]], room))]


def _stacked(cells: Sequence[tuple[str, ...]], width: int) -> Iterator[Line]:
    for first, second, *others in cells:
        yield [Span(fit(f"{first}  {second}", width))]
        if rest := "  ".join(filter(None, others)):
            yield [Span(fit(f"    {rest}", width))]
