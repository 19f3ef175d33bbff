"""Reads ``.env`` files as compose does."""

import re
from collections.abc import Mapping

from hullmark.discovery.compose.interpolate import interpolate
from hullmark.discovery.errors import BrokenManifestError

_KEY = re.compile(r"\s*(?:export\s+)?([A-Za-z0-9_.\-\[\]]+)[ \t]*")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


def parse_dotenv(text: str, variables: Mapping[str, str], *, path: str = ".env") -> dict[str, str]:
    """Return the variables of a file; ``variables`` answer what the file does not set itself.

    A key without a value takes that of ``variables`` and is left out where there is none.

    Raises:
        BrokenManifestError: A key is no name or a quote is not closed.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    found: dict[str, str] = {}
    at, size = 0, len(text)
    while at < size:
        while at < size and text[at].isspace():
            at += 1
        if at >= size:
            break
        if text[at] == "#":
            at = _line_end(text, at)
            continue
        line = text.count("\n", 0, at) + 1
        key = _KEY.match(text, at)
        sign = text[key.end() : key.end() + 1] if key else ""
        if key is None or sign not in ("=", ":", "\n", "", "#"):
            snippet = text[at : _line_end(text, at)][:60]
            raise BrokenManifestError(
                f"{path}:{line}: unexpected character in a variable's name near '{snippet}'"
            )
        if sign not in ("=", ":"):
            if key[1] in variables:
                found[key[1]] = variables[key[1]]
            at = _line_end(text, key.end())
            continue
        value, at = _value(text, key.end() + 1, path, line)
        raw, expands = value
        scope = {**found, **variables}
        found[key[1]] = interpolate(raw, scope) if expands else raw
    return found


def _value(text: str, at: int, path: str, line: int) -> tuple[tuple[str, bool], int]:
    while at < len(text) and text[at] in " \t":
        at += 1
    quote = text[at : at + 1]
    if quote not in ("'", '"') or not quote:
        end = _line_end(text, at)
        raw = text[at:end]
        comment = re.search(r"(?:^|\s)#", raw)
        raw = raw[: comment.start()] if comment else raw
        return (raw.strip(), True), end
    end = at + 1
    while end < len(text) and text[end] != quote:
        end += 2 if text[end] == "\\" else 1
    if end >= len(text):
        raise BrokenManifestError(f"{path}:{line}: unterminated quoted value {text[at : at + 40]}")
    raw = text[at + 1 : end]
    after = _line_end(text, end)
    if quote == "'":
        return (raw.replace("\\'", "'"), False), after
    raw = re.sub(r"\\(0[0-7]{1,3}|[nrtabfv\"\\$])", _unescaped, raw)
    return (raw, True), after


def _unescaped(match: re.Match[str]) -> str:
    if match[1] == "$":
        return "$$"
    if match[1][0] == "0":
        return chr(int(match[1], 8))
    return _ESCAPES.get(match[1], match[1])


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
