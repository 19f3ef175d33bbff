"""Reads a Dockerfile as BuildKit reads it: its own parser does the work, we give it a shape.

What the parser lets through and the builder then refuses (an unknown instruction, a missing
argument) is kept in ``Dockerfile.problems``: a check wants to look at the rest all the same.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec

from hullmark.formats.dockerfile_instruction import Heredoc, Instruction
from hullmark.formats.dockerfile_rules import KNOWN, problems_of
from hullmark.formats.dockerfile_source import (
    check_cost,
    decode,
    directives,
    failing_line,
    joined_heredocs,
)
from hullmark.formats.dockerfile_words import split_words
from hullmark.formats.errors import BrokenDockerfileError

DOCKERFILE_BYTES = 10 * 1024 * 1024
"""One file; the largest real ones, with scripts in here-documents, stay below one megabyte."""
_REMEMBERED = 32 * 1024
"""Characters of a text whose commands are kept for who asks next; longer ones are rare."""


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """What starts with a FROM."""

    index: int
    name: str = ""
    """As written after AS, lower case as the builder compares it; empty where there is none."""
    base: str
    """What follows FROM, as it is written."""
    platform: str = ""
    """``--platform``, as it is written."""
    start_line: int
    end_line: int
    instructions: tuple[Instruction, ...]
    """FROM and everything up to the next."""

    @property
    def title(self) -> str:
        """The name, or the position where there is none."""
        return self.name or str(self.index)


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Why the builder would refuse an instruction."""

    line: int
    message: str


class Dockerfile(msgspec.Struct, frozen=True, kw_only=True):
    """One parsed file."""

    path: str
    instructions: tuple[Instruction, ...]
    stages: tuple[Stage, ...]
    global_args: tuple[Instruction, ...] = ()
    """ARG before the first FROM."""
    directives: dict[str, str] = {}
    """``syntax``, ``escape``, ``check`` and whatever else stands in the first comments."""
    escape: str = "\\"
    lines: tuple[str, ...] = ()
    """The text, for columns and for comments."""
    problems: tuple[Problem, ...] = ()

    def find_stage(self, target: str) -> Stage | None:
        """Return the stage of that name or number; the last one for an empty target."""
        if not target:
            return self.stages[-1] if self.stages else None
        for stage in reversed(self.stages):
            if stage.name and stage.name == target.lower():
                return stage
        if target.isdecimal() and len(target) < 6 and int(target) < len(self.stages):
            return self.stages[int(target)]
        return None

    def column(self, line: int, text: str) -> int:
        """Return the 1-based column of ``text`` in a line; 1 where it does not stand there."""
        if not 1 <= line <= len(self.lines):
            return 1
        return self.lines[line - 1].find(text) + 1 or 1

    def place(self, instruction: Instruction, text: str) -> tuple[int, int]:
        """Return line and column of ``text`` within an instruction, else those of its start."""
        for line in range(instruction.start_line, instruction.end_line + 1):
            at = self.lines[line - 1].find(text) if text and line <= len(self.lines) else -1
            if at >= 0:
                return line, at + 1
        return instruction.start_line, 1


def parse_dockerfile(data: bytes, *, path: str) -> Dockerfile:
    """Return the instructions and stages of a file; ``path`` is for messages.

    Raises:
        BrokenDockerfileError: Too large, not text, or refused by BuildKit's parser; the message
            has file and line.
    """
    if len(data) > DOCKERFILE_BYTES:
        raise BrokenDockerfileError(f"{path}: larger than {DOCKERFILE_BYTES:,} bytes")
    text = decode(data, path)
    found = directives(text)
    escape = found.get("escape", "\\")
    if escape not in ("\\", "`"):
        raise BrokenDockerfileError(
            f"{path}:1: invalid escape token '{escape[:20]}': it is a backslash or a backtick"
        )
    check_cost(text, escape, path)
    instructions = _read(text, escape, path)
    if any(each.cmd not in KNOWN for each in instructions):
        # Newer builders take "<< EOF" for a here-document, the parser at hand does not.
        spelled = joined_heredocs(text)
        again = _read(spelled, escape, path) if spelled != text else instructions
        instructions = min(instructions, again, key=len)
    first = next((at for at, each in enumerate(instructions) if each.cmd == "FROM"), None)
    return Dockerfile(
        path=path,
        instructions=instructions,
        stages=_stages(instructions),
        global_args=tuple(each for each in instructions[:first] if each.cmd == "ARG"),
        directives=found,
        escape=escape,
        lines=tuple(text.replace("\r\n", "\n").split("\n")),
        problems=tuple(
            Problem(line=line, message=text) for line, text in problems_of(instructions)
        ),
    )


def _read(text: str, escape: str, path: str) -> tuple[Instruction, ...]:
    return tuple(
        _instruction(command, index, escape) for index, command in enumerate(_parse(text, path))
    )


def parsed_commands(text: str) -> tuple[Any, ...]:
    """Return what BuildKit's own parser says of a text; graph, checks and lint ask for the same.

    Raises:
        GoParseError: Of the library; it refuses the text.
    """
    return _remembered(text) if len(text) <= _REMEMBERED else _asked(text)


def _asked(text: str) -> tuple[Any, ...]:
    import dockerfile  # noqa: PLC0415 - a Go library: 20 ms that only this needs

    commands: tuple[Any, ...] = dockerfile.parse_string(text)
    return commands


_remembered = lru_cache(maxsize=512)(_asked)


def _parse(text: str, path: str) -> tuple[Any, ...]:
    import dockerfile  # noqa: PLC0415 - see above

    try:
        return parsed_commands(text)
    except dockerfile.GoParseError as error:
        message = " ".join(str(error).split())[:300]

        def says(start: str) -> str:
            try:
                dockerfile.parse_string(start)
            except dockerfile.GoParseError as other:
                return " ".join(str(other).split())[:300]
            return ""

        line = failing_line(text, message, says)
        raise BrokenDockerfileError(f"{path}:{line}: {message}") from error


_KEYS = frozenset({"ENV", "LABEL"})


def _instruction(command: Any, index: int, escape: str) -> Instruction:
    written = command.cmd or ""  # the parser has none for a lone escape character
    cmd = written.upper() if written.upper() in KNOWN else written
    sub_cmd = (command.sub_cmd or "").upper()
    flags, heredocs = tuple(command.flags), tuple(command.heredocs)
    if sub_cmd:
        flags = _onbuild_flags(command.original) or flags
    return Instruction(
        cmd=cmd,
        sub_cmd=sub_cmd,
        value=tuple(command.value),
        flags=flags,
        json=command.json,
        original=command.original,
        start_line=command.start_line,
        end_line=max(command.end_line, command.start_line),
        heredocs=_heredocs(heredocs, command.original, escape) if heredocs else (),
        legacy=(sub_cmd or cmd) in _KEYS and _is_legacy(command.original, bool(sub_cmd), escape),
        index=index,
    )


def _onbuild_flags(original: str) -> tuple[str, ...]:
    """The parser drops the flags of what ONBUILD holds."""
    words = original.split()[2:]
    flags = []
    for word in words:
        if not word.startswith("--") or word == "--":
            break
        flags.append(word)
    return tuple(flags)


def _is_legacy(original: str, nested: bool, escape: str) -> bool:  # noqa: FBT001
    rest = original.split(None, 2 if nested else 1)[-1]
    words = split_words(rest.partition("\n")[0][:_FIRST_WORD], escape=escape)
    return bool(words) and "=" not in words[0]


_FIRST_WORD = 4_096
"""Characters in which the first word of an ENV ends or has its equals sign."""
_HEREDOC = re.compile(r"(?<![<\w\"'])\d*<<(-?)\s*((?:\"[^\"]*\"|'[^']*'|\\.|[^\s<\"'])+)")


def _heredocs(found: tuple[Any, ...], original: str, escape: str) -> tuple[Heredoc, ...]:
    first = original.partition("\n")[0]
    spelled = [(match[1], match[2]) for match in _HEREDOC.finditer(first)]
    result = []
    for heredoc in found:
        chomp, expand = False, True
        while spelled:
            dash, word = spelled.pop(0)
            bare = word.replace("\\" + "'", "").replace('\\"', "") if escape == "\\" else word
            if _unquoted(word) == heredoc.name:
                chomp, expand = bool(dash), not ("'" in bare or '"' in bare)
                break
        result.append(
            Heredoc(
                name=heredoc.name,
                content=heredoc.content,
                file_descriptor=heredoc.file_descriptor,
                expand=expand,
                chomp=chomp,
            )
        )
    return tuple(result)


def _unquoted(word: str) -> str:
    parts = re.findall(r"\"([^\"]*)\"|'([^']*)'|\\(.)|([^\"'\\]+)", word)
    return "".join("".join(part) for part in parts)


def _stages(instructions: tuple[Instruction, ...]) -> tuple[Stage, ...]:
    starts = [at for at, each in enumerate(instructions) if each.cmd == "FROM"]
    stages = []
    for index, (start, end) in enumerate(
        zip(starts, [*starts[1:], len(instructions)], strict=False)
    ):
        value = instructions[start].value
        named = len(value) >= 3 and value[1].lower() == "as"
        stages.append(
            Stage(
                index=index,
                name=value[2].lower() if named else "",
                base=value[0] if value else "",
                platform=instructions[start].flag("platform"),
                start_line=instructions[start].start_line,
                end_line=instructions[end - 1].end_line,
                instructions=instructions[start:end],
            )
        )
    return tuple(stages)


def platform_variables(
    *, target: str = "linux/amd64", build: str = "linux/amd64"
) -> Mapping[str, str]:
    """Return the variables about platforms that BuildKit sets by itself."""
    result: dict[str, str] = {}
    for prefix, platform in (("BUILD", build), ("TARGET", target)):
        os, _, rest = platform.partition("/")
        architecture, _, variant = rest.partition("/")
        result |= {
            f"{prefix}PLATFORM": platform,
            f"{prefix}OS": os,
            f"{prefix}ARCH": architecture,
            f"{prefix}VARIANT": variant,
        }
    return result
