"""Takes away what keeps a scan from failing: ``|| true``, ``continue-on-error``, make's ``-``."""

import re

from hullmark.formats.placed_yaml import Text
from hullmark.pipeline.starting.lines import Lines

_FALLBACK = re.compile(
    r"""[ \t]*\|\|[ \t]*(?:true|:|/bin/true|exit[ \t]+0)"""
    r"""(?=[ \t]*;?[ \t]*["'}\]]*[ \t]*(?:#.*)?\r?$)"""
)
_RECIPE = re.compile(r"^(\t[ \t@+]*)-")
_KEYS = ("continue-on-error", "allow_failure")


def without_softener(lines: Lines, number: int, reason: str) -> bool:
    """Let the scan at a line fail its job again; say whether that could be done.

    Args:
        lines: The file.
        number: Where the scan is called.
        reason: Why what it finds stops nothing, in the words of the audit.
    """
    if reason.startswith("'||"):
        return _without_fallback(lines, number)
    if reason.startswith("make goes on"):
        return _without_dash(lines, number)
    return reason.startswith(_KEYS) and _without_key(lines, number)


def _without_fallback(lines: Lines, number: int) -> bool:
    folded = lines.folded(number)
    span = folded or lines.command(number)
    found = [each for each in span if _FALLBACK.search(lines[each])]
    if len(found) != 1:
        return False
    at = found[0]
    left = _FALLBACK.sub("", lines[at])
    before = lines[at - 1].rstrip("\r")
    if not left.strip() and at > span.start and folded:
        lines.drop(at)
    elif not left.strip() and at > span.start and before.endswith("\\"):
        lines.drop(at)
        ending = "\r" if lines[at - 1].endswith("\r") else ""
        lines.put(at - 1, before[:-1].rstrip() + ending)
    else:
        lines.put(at, left)
    return True


def _without_dash(lines: Lines, number: int) -> bool:
    first = lines.command(number).start
    changed = _RECIPE.sub(r"\1", lines[first])
    if changed == lines[first]:
        return False
    lines.put(first, changed)
    return True


def _without_key(lines: Lines, number: int) -> bool:
    """Drop the key; where more than it stands on its line, say ``false`` and leave the rest."""
    for around in lines.around(number):
        for key in _KEYS:
            value = around.get(key)
            if key not in around.key_lines or not isinstance(value, Text) or value != "true":
                continue
            at = around.key_lines[key][0]
            if re.fullmatch(rf"[ \t]*{key}:[ \t]*true[ \t]*\r?", lines[at]):
                lines.drop(at)
                return True
            changed = re.sub(rf"({key}[\"']?[ \t]*:[ \t]*)true\b", r"\1false", lines[at], count=1)
            if changed != lines[at]:
                lines.put(at, changed)
                return True
    return False
