"""Lines of text measured in columns, with styles that never carry meaning alone."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

_ANSI = {
    "": "",
    "bold": "1",
    "dim": "2",
    "critical": "1;31",
    "high": "31",
    "medium": "33",
    "low": "36",
    "negligible": "2",
    "unknown": "35",
    "pass": "1;32",
    "warn": "1;33",
    "fail": "1;31",
    "incomplete": "1;35",
}
"""Style name → parameters of the terminal's own palette, which people have set to their eyes."""


class Span(NamedTuple):
    """A piece of a line in one style."""

    text: str
    style: str = ""


Line = Sequence[Span]


def columns(text: str) -> int:
    """Return how many terminal columns the text takes: 2 for wide characters, 0 for marks."""
    return len(text) if text.isascii() else _measured(text)


@lru_cache(maxsize=4_096)
def _measured(text: str) -> int:
    import unicodedata  # noqa: PLC0415 - 2 ms that ASCII does not need

    width = 0
    for char in text:
        if char.isascii() or char in "→…·":
            width += 1
        elif unicodedata.category(char) not in {"Mn", "Me"}:
            width += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return width


def fit(text: str, width: int) -> str:
    """Return the text cut to ``width`` columns, with ``…`` where something was cut."""
    if columns(text) <= width:
        return text
    if width <= 0:
        return ""
    room = width - 1
    if text.isascii():
        return text[:room].rstrip(" ,") + "…"
    used = 0
    for position, char in enumerate(text):
        used += columns(char)
        if used > room:
            return text[:position].rstrip(" ,") + "…"
    return text


def pad(text: str, width: int) -> str:
    """Return the text cut or filled with spaces to exactly ``width`` columns."""
    text = fit(text, width)
    return text + " " * (width - columns(text))


def flow(words: Iterable[str], width: int, *, gap: str = "  ", indent: str = "") -> Iterator[str]:
    """Yield lines that hold as many words as fit; later lines begin with ``indent``."""
    line = ""
    for word in words:
        if not line:
            line = word
        elif columns(line) + len(gap) + columns(word) <= width:
            line += gap + word
        else:
            yield fit(line, width)
            line = indent + word
    if line:
        yield fit(line, width)


def listed(names: Sequence[str], width: int, *, gap: str = ", ") -> int:
    """Return how many names fit into ``width`` columns with room for a ``+N`` at the end."""
    used = 0
    for count, name in enumerate(names):
        rest = len(names) - count - 1
        used += columns(name) + (len(gap) if count else 0)
        tail = len(gap) + 1 + len(str(rest)) if rest else 0
        if used + tail > width:
            return count
    return len(names)


def styled(line: Line, *, width: int, color: bool) -> str:
    """Return one line ready for a terminal, cut to ``width`` columns before it is colored."""
    shown: list[Span] = []
    room = width
    for text, style in line:
        cut = fit(text, room)
        room -= columns(cut)
        shown.append(Span(cut, style))
    while shown and not (end := shown[-1].text.rstrip(" ")):
        shown.pop()
    if shown:
        shown[-1] = Span(end, shown[-1].style)
    if not color:
        return "".join(text for text, _ in shown)
    return "".join(
        f"\x1b[{parameters}m{text}\x1b[0m" if text and (parameters := _ANSI[style]) else text
        for text, style in shown
    )
