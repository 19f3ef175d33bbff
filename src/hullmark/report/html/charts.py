"""Charts: bars drawn as SVG, with every number beside them as text."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import msgspec

from hullmark.model.finding import Finding, Kind
from hullmark.model.severity import Severity
from hullmark.report.instruction import to_instruction
from hullmark.report.summary import WORST_FIRST
from hullmark.report.visible import visible

_BARS = 8
"""Bars of a chart; the rest is one more."""
_WIDTH = 1_000
"""Units that a full bar is wide; the browser stretches them."""
_LABEL = 60


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a bar, in units."""

    css: str
    x: float
    width: float


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """One bar, its label and what it says in words."""

    label: str
    value: str
    words: str
    segments: tuple[Segment, ...]


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """Bars under one heading."""

    title: str
    note: str
    bars: tuple[Bar, ...]


def charts_of(findings: Sequence[Finding], names: Mapping[str, str]) -> tuple[Chart, ...]:
    """Return the charts that say something about these findings; none where there are none.

    Args:
        findings: Those that count.
        names: Target to the name that is shown of it.
    """
    if not findings:
        return ()
    charts = [_by_severity(findings)]
    if len({finding.target for finding in findings}) > 1:
        pairs = ((names.get(each.target, each.target), each.severity) for each in findings)
        charts.append(_stacked("By image", pairs))
    elif any(finding.locations and finding.locations[0].layer_index for finding in findings):
        charts.append(_stacked("By layer", ((_layer(each), each.severity) for each in findings)))
    charts.append(
        _stacked("By kind of component", ((_type(each), each.severity) for each in findings))
    )
    return tuple(charts)


def severity_strip(counts: Iterable[tuple[Severity, int]]) -> tuple[Segment, ...]:
    """Return one bar of all levels."""
    pairs = [(level.value, count) for level, count in counts]
    return _segments(pairs, sum(count for _, count in pairs))


def _by_severity(findings: Sequence[Finding]) -> Chart:
    total = Counter(finding.severity for finding in findings)
    fixable = Counter(finding.severity for finding in findings if finding.fixed_in)
    most = max(total.values())
    bars = []
    for level in WORST_FIRST:
        if count := total[level]:
            fixed = fixable[level]
            parts = [(level.value, fixed), (f"{level.value} open", count - fixed)]
            words = f"{count:,}, of which {fixed:,} with a fix"
            bars.append(
                Bar(
                    label=level.value,
                    value=f"{count:,}",
                    words=words,
                    segments=_segments(parts, most),
                )
            )
    return Chart(title="By severity", note="solid: a fix is known", bars=tuple(bars))


def _stacked(title: str, pairs: Iterable[tuple[str, Severity]]) -> Chart:
    groups: dict[str, Counter[Severity]] = {}
    for (label, level), count in Counter(pairs).items():
        groups.setdefault(label, Counter())[level] += count
    ordered = sorted(groups.items(), key=lambda item: (-item[1].total(), item[0]))
    shown = ordered[:_BARS]
    if rest := ordered[_BARS:]:
        shown.append((f"{len(rest):,} more", sum((each for _, each in rest), Counter())))
    most = max(counts.total() for _, counts in shown)
    bars = tuple(_stacked_bar(label, counts, most) for label, counts in shown)
    return Chart(title=title, note="colored by severity", bars=bars)


def _stacked_bar(label: str, counts: Counter[Severity], most: int) -> Bar:
    held = [(level, counts[level]) for level in WORST_FIRST if counts[level]]
    words = ", ".join(f"{count:,} {level.value}" for level, count in held)
    return Bar(
        label=visible(label) or "unknown",
        value=f"{counts.total():,}",
        words=words,
        segments=_segments([(level.value, count) for level, count in held], most),
    )


def _segments(parts: Iterable[tuple[str, int]], most: int) -> tuple[Segment, ...]:
    segments = []
    x = 0.0
    for css, count in parts:
        if count:
            # A thin part is still a part: at least three units, and the bar a little too long.
            width = max(round(count / most * _WIDTH, 1), 3.0)
            segments.append(Segment(css=css, x=round(x, 1), width=width))
            x += width
    return tuple(segments)


def _layer(finding: Finding) -> str:
    place = finding.locations[0] if finding.locations else None
    if place is None or place.layer_index is None:
        return "no layer"
    return _layer_label(place.layer_index, place.instruction or "")


@lru_cache(maxsize=4_096)
def _layer_label(index: int, instruction: str) -> str:
    return f"{index} {to_instruction(instruction)[:_LABEL]}".strip()


def _type(finding: Finding) -> str:
    if finding.kind is Kind.VULNERABILITY and finding.component is not None:
        return finding.component.type
    return finding.kind.value
