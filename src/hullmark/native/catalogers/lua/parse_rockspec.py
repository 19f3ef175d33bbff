"""Rockspecs are Lua programs; what they assign to ``package`` and ``version`` is worked out.

Only texts, numbers, names of variables and ``..`` between them are: a program that computes more
still has the name and version in the name of its file, which LuaRocks requires.
https://github.com/luarocks/luarocks/blob/main/docs/rockspec_format.md
"""

import re
from collections.abc import Iterator

from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.text_document import decode_text

_ROCKSPEC_BYTES = 512 * 1024
"""One specification; the longest real ones, listing every file, reach 100 KiB."""
_JOINED_CHARACTERS = 1000
"""A name or version; programs that double a text again and again end here."""
_TOKEN = re.compile(
    r"""\s+|--\[(?P<comment>=*)\[|--[^\n]*|\[(?P<long>=*)\[|(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
    r"""|(?P<name>[A-Za-z_]\w*)|(?P<number>\d[\w.]*)|(?P<mark>\.\.\.?|[^\s\w])""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_FILE_NAME = re.compile(r"(?P<name>.+?)-(?P<version>[^-]+-\d+)\.rockspec")
_KEYWORDS = frozenset({"local", "and", "or", "not", "if", "then", "end", "function", "return"})

_Token = tuple[str, str]


def parse_rockspec(file: File) -> Iterator[Package]:
    """Yield the rock that a specification describes."""
    values = _assigned(list(_tokens(decode_text(file.data, limit_bytes=_ROCKSPEC_BYTES))))
    name, version = values.get("package", ""), values.get("version", "")
    named = _FILE_NAME.fullmatch(file.path.rpartition("/")[2])
    if named is not None:
        name, version = name or named["name"], version or named["version"]
    if not name or not version:
        raise UnreadableFileError(f"rockspec has no {'version' if name else 'package'}")
    license_ = values.get("description.license", "")
    yield Package(
        type="luarocks", name=name, version=version, licenses=(license_,) if license_ else ()
    )


def _tokens(text: str) -> Iterator[_Token]:
    """Yield kind and value of what is neither white space nor comment."""
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise UnreadableFileError("rockspec is not Lua")
        at = found.end()
        kind = found.lastgroup
        if kind in ("comment", "long"):
            close = text.find(f"]{found[kind]}]", at)
            if close < 0:
                raise UnreadableFileError("rockspec has a text that does not end")
            if kind == "long":
                yield "text", text[at:close]
            at = close + len(found[kind]) + 2
        elif kind == "text":
            yield kind, _ESCAPE.sub(r"\1", found[kind][1:-1])
        elif kind is not None:
            yield kind, found[kind]


def _assigned(tokens: list[_Token]) -> dict[str, str]:
    """Return the texts assigned to variables, and to fields of tables as ``table.field``."""
    values: dict[str, str] = {}
    tables: list[str] = []
    for at, (kind, value) in enumerate(tokens):
        if kind == "mark" and value in "{}":
            if value == "{":
                tables.append(_target(tokens, at - 1))
            elif tables:
                tables.pop()
        elif value == "=" and kind == "mark" and not _compares(tokens, at) and len(tables) < 2:
            name = _target(tokens, at)
            result = _evaluated(tokens, at + 1, values)
            if name and result:
                values[f"{tables[0]}.{name}" if tables else name] = result
    return values


def _target(tokens: list[_Token], at: int) -> str:
    """Return the name before the ``=`` at ``at``."""
    if 0 < at < len(tokens) and tokens[at] == ("mark", "=") and tokens[at - 1][0] == "name":
        return tokens[at - 1][1]
    return ""


def _compares(tokens: list[_Token], at: int) -> bool:
    """Tell an ``=`` of ``==``, ``~=``, ``<=`` or ``>=`` from an assignment."""
    around = (tokens[at - 1] if at else ("", ""), tokens[at + 1] if at + 1 < len(tokens) else ())
    return around[0] in {("mark", mark) for mark in "=~<>"} or around[1] == ("mark", "=")


def _evaluated(tokens: list[_Token], at: int, values: dict[str, str]) -> str:
    """Return the text that an expression joins, or an empty one where it does anything else."""
    joined = ""
    while at < len(tokens):
        kind, value = tokens[at]
        if kind == "name" and value not in _KEYWORDS and value in values:
            joined += values[value]
        elif kind in ("text", "number"):
            joined += value
        else:
            return ""
        if len(joined) > _JOINED_CHARACTERS:
            return ""
        at += 1
        if at >= len(tokens) or tokens[at] != ("mark", ".."):
            break
        at += 1
    ended = at >= len(tokens) or tokens[at][0] == "name" or tokens[at][1] in {",", "}", ";"}
    return joined if ended else ""
