"""Draws findings over time as one SVG: stacked areas by severity, one chart under another."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from hullmark.report.visible import visible

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 720, 240, 56, 34, 26
_COLORS = {
    "unknown": "#9aa0a6",
    "negligible": "#c7d7e8",
    "low": "#7fb3d5",
    "medium": "#f2c14e",
    "high": "#e8743b",
    "critical": "#b3202a",
}
"""From the lowest area to the highest."""

_STYLE = (
    "text{fill:#1f2328}.back{fill:#ffffff}line{stroke:#d8dee4}"
    "@media (prefers-color-scheme:dark)"
    "{text{fill:#e6edf3}.back{fill:#0d1117}line{stroke:#30363d}}"
)
"""The chart follows its reader's choice of light or dark."""

Series = Sequence[tuple[str, Mapping[str, int]]]
"""ISO date and open findings per severity, in order of time."""


def draw_trend(charts: Sequence[tuple[str, Series]]) -> bytes:
    """Return one SVG document with a chart for each name."""
    height = _HEIGHT * max(len(charts), 1)
    size = f'width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}"'
    font = 'font-family="sans-serif" font-size="11"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {font} role="img">',
        "<title>Open findings over time</title>",
        f"<style>{_STYLE}</style>",
        f'<rect class="back" width="{_WIDTH}" height="{height}"/>',
    ]
    for at, (name, series) in enumerate(charts):
        parts += _chart(name, series, at * _HEIGHT)
    return ("\n".join([*parts, "</svg>"]) + "\n").encode()


def _chart(name: str, series: Series, top: int) -> list[str]:
    if len(series) == 1:
        series = [*series, *series]  # one day is a band, not a line without width
    most = max((sum(counts.values()) for _, counts in series), default=0)
    floor = top + _HEIGHT - _BOTTOM
    scale = (_HEIGHT - _TOP - _BOTTOM) / max(most, 1)
    heading = escape(visible(name)[:80])
    parts = [f'<text x="{_LEFT}" y="{top + 16}" font-size="13">{heading}</text>']
    for share in (0, 0.5, 1):
        y = floor - share * most * scale
        parts.append(
            f'<line x1="{_LEFT}" x2="{_WIDTH - 16}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{share * most:,.0f}</text>'
        )
    below = [0] * len(series)
    for level, color in _COLORS.items():
        above = [low + counts.get(level, 0) for low, (_, counts) in zip(below, series, strict=True)]
        if any(above[i] != below[i] for i in range(len(series))):
            points = [*_points(above, floor, scale), *reversed(_points(below, floor, scale))]
            parts.append(
                f'<polygon points="{" ".join(points)}" fill="{color}"><title>{level}</title>'
                "</polygon>"
            )
        below = above
    return parts + _dates(series, floor) + _legend(top)


def _points(heights: Sequence[int], floor: float, scale: float) -> list[str]:
    return [f"{_x(i, len(heights)):.1f},{floor - h * scale:.1f}" for i, h in enumerate(heights)]


def _x(at: int, count: int) -> float:
    return _LEFT + at * (_WIDTH - 16 - _LEFT) / max(count - 1, 1)


def _dates(series: Series, floor: float) -> list[str]:
    if not series:
        return []
    places = ((0, "start"), (len(series) // 2, "middle"), (len(series) - 1, "end"))
    return [
        f'<text x="{_x(at, len(series)):.1f}" y="{floor + 16}" text-anchor="{anchor}">'
        f"{escape(series[at][0])}</text>"
        for at, anchor in places
    ]


def _legend(top: int) -> list[str]:
    parts = []
    for at, (level, color) in enumerate(reversed(_COLORS.items())):
        x = _WIDTH - 16 - (len(_COLORS) - at) * 72
        parts.append(
            f'<rect x="{x}" y="{top + 8}" width="9" height="9" fill="{color}"/>'
            f'<text x="{x + 12}" y="{top + 16}">{level}</text>'
        )
    return parts
