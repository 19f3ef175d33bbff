"""The text of a Dockerfile before it is parsed: encodings, directives, the line of an error."""

import re
from collections.abc import Callable

from hullmark.formats.errors import BrokenDockerfileError

_DIRECTIVE = re.compile(r"#[ \t]*([A-Za-z][A-Za-z0-9]*)[ \t]*=[ \t]*(.+?)[ \t\r]*")
_TRIES = 40
"""Parses spent on finding the line of an error."""
_TRIED_BYTES = 4 * 1024 * 1024
"""Text parsed again for the same purpose; where it is not enough the line is a near miss."""


_COST = 5_000_000_000
"""Lines × bytes of one instruction: the parser copies all of it for every line. About a second."""
_APART = re.compile(
    r"^([ \t]*(?:RUN|COPY|ADD)\b[^\n]*?<<-?)[ \t]+(?=[A-Za-z_'\"])", re.IGNORECASE | re.MULTILINE
)


def check_cost(text: str, escape: str, path: str) -> None:
    """Refuse an instruction so long that parsing it would take minutes.

    Raises:
        BrokenDockerfileError: An instruction goes on for too many lines.
    """
    total = len(text) * (text.count("\n") + 1)
    if total <= _COST:
        return
    run = size = 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.rstrip().endswith(escape):
            run, size = run + 1, size + len(line)
        else:
            run = size = 0
        if run * size > _COST or ("<<" in line and total > _COST):
            raise BrokenDockerfileError(f"{path}:{number}: an instruction of far too many lines")


def joined_heredocs(text: str) -> str:
    """Return the text with ``<< EOF`` written ``<<EOF``."""
    return _APART.sub(r"\1", text)


def decode(data: bytes, path: str) -> str:
    """Return the text; a byte order mark says which encoding, otherwise it is UTF-8.

    Raises:
        BrokenDockerfileError: It is not text.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            text = data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise BrokenDockerfileError(f"{path}:1: neither UTF-8 nor UTF-16 text") from error
    else:
        # Comments in an old code page are no reason to refuse what the builder takes.
        text = data.decode("utf-8-sig", "replace")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BrokenDockerfileError(f"{path}:{line}: a binary file, not a Dockerfile")
    return text


def directives(text: str) -> dict[str, str]:
    """Return the parser directives: comments ``# name=value`` before anything else."""
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        match = _DIRECTIVE.fullmatch(text[at:end].lstrip())
        if match is None or match[1].lower() in found:
            break
        found[match[1].lower()] = match[2]
        at = end + 1
    return found


def failing_line(text: str, message: str, says: Callable[[str], str]) -> int:
    """Return the line of the instruction that the parser refuses with ``message``.

    ``says`` parses a start of the text and returns its complaint: the shortest start with the same
    complaint ends in the line that is looked for.
    """
    lines = text.split("\n")
    if "heredoc" in message:
        return _open_heredoc(lines, _tries(text), says)
    if "no instructions" in message:
        return 1
    low, high, left = 1, len(lines), _tries(text)
    while low < high and left:
        left -= 1
        middle = (low + high) // 2
        if says("\n".join(lines[:middle])) == message:
            high = middle
        else:
            low = middle + 1
    return low


def _tries(text: str) -> int:
    cost = len(text) * (text.count("\n") + 1)
    return min(_TRIES, _TRIED_BYTES // (len(text) + 1), _COST // (cost + 1))


def _open_heredoc(lines: list[str], left: int, says: Callable[[str], str]) -> int:
    """A here-document without its end swallows the rest: what stands before it is fine."""
    for number in range(len(lines), 0, -1):
        if not left:
            break
        if "<<" not in lines[number - 1]:
            continue
        left -= 1
        before = says("\n".join(lines[: number - 1]))
        if not before or "no instructions" in before:
            return number
    return 1
