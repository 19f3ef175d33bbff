"""Patterns of .dockerignore files, as the builder matches them."""

import posixpath
import re
from functools import cached_property

from hullmark.formats.errors import BrokenWordError

DOCKERIGNORE_BYTES = 1024 * 1024
"""One file; real ones hold a few kilobytes."""
_PATTERNS = 10_000
_ESCAPED = ".$"
"""Characters that mean themselves; others of a regular expression are as they are in a pattern."""


class Pattern:
    """One line of a file."""

    def __init__(self, text: str) -> None:
        self.negated = text.startswith("!")
        self.text = text.removeprefix("!")

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """The same as a regular expression.

        Raises:
            BrokenWordError: It is no pattern.
        """
        try:
            return re.compile(_regex(self.text), re.DOTALL)
        except (re.error, RecursionError, OverflowError) as error:
            raise BrokenWordError(f"'{self.text[:200]}' is no pattern: {error}") from error

    def matches(self, path: str) -> bool:
        """Say whether the pattern means a path."""
        return self.expression.fullmatch(path) is not None


def read_dockerignore(data: bytes) -> tuple[Pattern, ...]:
    """Return the patterns of a file, without comments and in the builder's own spelling."""
    found = []
    for line in data[:DOCKERIGNORE_BYTES].decode("utf-8-sig", "replace").splitlines():
        if line.startswith("#"):
            continue
        text = line.strip()
        if not text:
            continue
        negated = text.startswith("!")
        text = text[1:].strip() if negated else text
        if text:
            text = posixpath.normpath(text)
            text = "/" + text.lstrip("/") if text.startswith("//") else text
            if len(text) > 1 and text.startswith("/"):
                text = text[1:]
        found.append(Pattern(("!" if negated else "") + text))
    return tuple(found[:_PATTERNS])


def is_ignored(path: str, patterns: tuple[Pattern, ...]) -> bool:
    """Say whether a path, or a folder that it lies in, is left out; the last word counts.

    Raises:
        BrokenWordError: A pattern is none.
    """
    parents = path.split("/")[:-1]
    folders = ["/".join(parents[: count + 1]) for count in range(len(parents))]
    ignored = False
    for pattern in patterns:
        if pattern.negated != ignored:
            # A pattern that changes nothing need not be tried.
            continue
        if pattern.matches(path) or any(map(pattern.matches, folders)):
            ignored = not pattern.negated
    return ignored


def _regex(pattern: str) -> str:
    parts: list[str] = []
    at = 0
    while at < len(pattern):
        char = pattern[at]
        at += 1
        if char == "*" and pattern[at : at + 1] == "*":
            at += 1
            if pattern[at : at + 1] == "/":
                at += 1
            parts.append(".*" if at == len(pattern) else "(.*/)?")
        elif char == "*":
            parts.append("[^/]*")
        elif char == "?":
            parts.append("[^/]")
        elif char == "\\":
            parts.append(re.escape(pattern[at : at + 1]) if at < len(pattern) else r"\\")
            at += 1
        elif char == "[":
            piece, at = _class(pattern, at)
            parts.append(piece)
        else:
            parts.append(re.escape(char))
    return "".join(parts)


def _class(pattern: str, at: int) -> tuple[str, int]:
    """Return a class of characters as a regular expression's, and where it ends."""
    negated = pattern[at : at + 1] == "^"
    at += negated
    pieces: list[str] = []
    while at < len(pattern) and (pattern[at] != "]" or not pieces):
        # A character, or two with a dash between; a dash is no character of its own.
        first, at = _character(pattern, at)
        piece = re.escape(first)
        if pattern[at : at + 1] == "-":
            last, at = _character(pattern, at + 1)
            piece += f"-{re.escape(last)}"
        pieces.append(piece)
    if at >= len(pattern):
        raise BrokenWordError(f"'{pattern[:200]}' is no pattern: a class without end")
    return f"[{'^' if negated else ''}{''.join(pieces)}]", at + 1


def _character(pattern: str, at: int) -> tuple[str, int]:
    size = 2 if pattern[at : at + 1] == "\\" else 1
    if pattern[at : at + 1] in ("", "-", "]") or at + size > len(pattern):
        raise BrokenWordError(f"'{pattern[:200]}' is no pattern: a range without an end")
    return pattern[at + size - 1], at + size
