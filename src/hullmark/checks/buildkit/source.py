"""What only the text tells: comments above an instruction, directives, continued lines."""

import re
from collections.abc import Iterator, Sequence

from hullmark.formats.dockerfile import Dockerfile
from hullmark.formats.dockerfile_instruction import Instruction

_KNOWN = frozenset({"syntax", "escape", "check"})
_DIRECTIVE = re.compile(r"#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*")


def directive_lines(lines: Sequence[str]) -> dict[int, tuple[str, str]]:
    """Return line → name and value of the parser directives at the top of a file."""
    found: dict[int, tuple[str, str]] = {}
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        match = _DIRECTIVE.fullmatch(line.lstrip())
        if match is None or match[1].lower() not in _KNOWN - seen:
            break
        seen.add(match[1].lower())
        found[number] = (match[1].lower(), match[2])
    return found


def comments_above(parsed: Dockerfile) -> list[list[str]]:
    """Return the comments above each instruction; an empty comment starts anew, a blank not."""
    directives = directive_lines(parsed.lines)
    found, before = [], 0
    for each in parsed.instructions:
        comments: list[str] = []
        for number in range(before + 1, each.start_line):
            line = parsed.lines[number - 1]
            if number in directives or not line.lstrip().startswith("#"):
                continue
            text = line[1:].strip()
            comments = [*comments, text] if text else []
        found.append(comments)
        before = each.end_line
    return found


def empty_continuations(parsed: Dockerfile) -> Iterator[int]:
    """Yield the last line of each instruction that has an empty line inside."""
    escape = re.escape(parsed.escape)
    continued = re.compile(rf"(?:[^{escape}]|^){escape}[ \t]*")
    for each in parsed.instructions:
        number, empty = each.start_line, False
        more = _continues(parsed.lines[number - 1], continued)
        while more and number < len(parsed.lines):
            number += 1
            line = parsed.lines[number - 1]
            if number == len(parsed.lines) and not line:
                number -= 1
                break  # what follows the last line break is no line
            if line.lstrip().startswith("#"):
                continue
            if not line.strip():
                empty = True
                continue
            more = _continues(line, continued)
        if empty:
            yield number


def name_of(instruction: Instruction) -> str:
    """Return an instruction's name as it is written."""
    return instruction.original.split(None, 1)[0] if instruction.original.split() else ""


def _continues(line: str, continued: re.Pattern[str]) -> bool:
    line = line.rstrip("\r")
    found = list(continued.finditer(line))
    return bool(found) and found[-1].end() == len(line)
