"""A Dockerfile as rules see it: the list of instructions that Conftest's parser gives, and more.

Each instruction has ``Cmd`` (lower case), ``SubCmd``, ``JSON``, ``Flags``, ``Value`` and ``Stage``
exactly as there; comments above an instruction are entries with ``Cmd`` ``comment``. Ours beside
them: ``Heredocs`` (their contents), and for RUN ``Commands`` (words of
each command) and ``Piped`` (which of them read from the one before). Rules that use these do
without where they are missing; see ``policies/checks/lib/docker.rego``.
"""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

import msgspec

from hullmark.checks.errors import UncheckableFileError
from hullmark.checks.record import Document, Place
from hullmark.checks.shell import Commands, commands_of, commands_of_exec
from hullmark.formats.dockerfile import parsed_commands

DOCKERFILE_BYTES = 4 * 1024 * 1024
"""One file; the largest known are generated and have 200 KB."""
_INSTRUCTIONS = 5_000
"""Instructions of one file: images cannot have more than 127 layers, stages multiply that."""
_NAMES = re.compile(
    r"(?:.*[.\-_])?(?:dockerfile|containerfile)(?:[.\-_].*)?", re.IGNORECASE | re.DOTALL
)
_NOT_THESE = (".dockerignore", ".md", ".rego", ".py", ".sh", ".json", ".yml", ".yaml", ".tmpl")


class Instruction(msgspec.Struct, frozen=True, kw_only=True):
    """Where one entry of the input comes from."""

    line: int
    end_line: int
    stage: int
    commands: list[list[str]] = []


def is_dockerfile(path: str) -> bool:
    """Tell by its name whether a file is a Dockerfile or Containerfile."""
    name = PurePosixPath(path).name
    return bool(_NAMES.fullmatch(name)) and not name.lower().endswith(_NOT_THESE)


def read_dockerfile(data: bytes, *, path: str) -> Document:
    """Return a Dockerfile as a document.

    Raises:
        UncheckableFileError: BuildKit would refuse it, or it is too large.
    """
    text = _text(data, path)
    commands = _parsed(text, path)
    lines = text.split("\n")
    entries: list[dict[str, Any]] = []
    places: list[Instruction] = []
    names: list[str] = []
    stage = -1
    above = 0
    for command in commands:
        name = command.cmd.lower()
        if name == "from":
            stage += 1
            names.append(_stage_name(command.value, stage))
        shown = max(stage, 0)
        for comment in _comments(lines, above, command.start_line - 1):
            entries.append(_entry("comment", [comment], shown))
            places.append(Instruction(line=command.start_line, end_line=0, stage=shown))
        above = command.end_line
        entry, found = _instruction(command, name, shown)
        entries.append(entry)
        places.append(found)
    return Document(
        kind="dockerfile",
        path=path,
        input=entries,
        text=text,
        locate=_Locator(lines, places, names),
    )


class _Locator:
    """Turns what a rule returned into line, column and stage."""

    def __init__(self, lines: list[str], places: list[Instruction], names: list[str]) -> None:
        self._lines = lines
        self._places = places
        self._names = names

    def __call__(self, deny: Mapping[str, Any]) -> Place:
        place = self._place(deny)
        if place is None:
            return Place(line=self._own_line(deny) or 1, column=1, anchor=self._stage_at(deny))
        line, column = self._inside(place, deny)
        return Place(
            line=line,
            column=column,
            within=tuple(range(place.line, max(place.end_line, place.line) + 1))[:1000],
            anchor=self._stage(place.stage),
        )

    def anchor_at(self, line: int) -> str:
        """Return the stage that a line belongs to."""
        stage = 0
        for place in self._places:
            if place.line <= line:
                stage = place.stage
        return self._stage(stage)

    def within(self, line: int) -> tuple[int, ...]:
        """Return all lines of the instruction that a line belongs to."""
        for place in self._places:
            if place.line <= line <= place.end_line:
                return tuple(range(place.line, place.end_line + 1))[:1000]
        return (line,)

    def _place(self, deny: Mapping[str, Any]) -> Instruction | None:
        path = deny.get("path")
        if isinstance(path, list) and path and isinstance(path[0], int):
            return self._places[path[0]] if 0 <= path[0] < len(self._places) else None
        line = self._own_line(deny)
        return next(
            (each for each in self._places if line and each.line <= line <= each.end_line), None
        )

    @staticmethod
    def _own_line(deny: Mapping[str, Any]) -> int | None:
        line = deny.get("line")
        return line if isinstance(line, int) and line > 0 else None

    def _stage_at(self, deny: Mapping[str, Any]) -> str:
        stage = deny.get("stage")
        if isinstance(stage, int) and not isinstance(stage, bool):
            return self._stage(stage)
        return ""

    def _stage(self, stage: int) -> str:
        return f"stage {self._names[stage]}" if 0 <= stage < len(self._names) else ""

    def _inside(self, place: Instruction, deny: Mapping[str, Any]) -> tuple[int, int]:
        """Find the command or word that is meant; the instruction's start where it is not there."""
        line = self._own_line(deny)
        if line is not None:
            column = deny.get("column")
            return line, column if isinstance(column, int) and column > 0 else 1
        found = None
        path = deny["path"]
        if len(path) > 2 and path[1] == "Commands" and isinstance(path[2], int):
            found = self._command(place, path[2])
        word = deny.get("find")
        if isinstance(word, str) and word:
            found = self._search(place, re.escape(word), 0, found) or found
        return found or (place.line, self._indent(place.line))

    def _command(self, place: Instruction, position: int) -> tuple[int, int] | None:
        if not 0 <= position < len(place.commands):
            return None
        start = place.commands[position][:2]
        earlier = sum(each[:2] == start for each in place.commands[:position])
        between = r"(?:\s|\\|['\"]|#[^\n]*\n)+"
        return self._search(place, between.join(map(re.escape, start)), earlier, None)

    def _search(
        self, place: Instruction, pattern: str, skip: int, after: tuple[int, int] | None
    ) -> tuple[int, int] | None:
        first = after[0] if after else place.line
        text = "\n".join(self._lines[first - 1 : place.end_line])
        at = after[1] - 1 if after else 0
        for found in re.compile(rf"(?<![\w.\-]){pattern}").finditer(text, at):
            if skip:
                skip -= 1
                continue
            line = text.count("\n", 0, found.start())
            return first + line, found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1
        return None

    def _indent(self, line: int) -> int:
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        return len(text) - len(text.lstrip()) + 1


def _text(data: bytes, path: str) -> str:
    if len(data) > DOCKERFILE_BYTES:
        raise UncheckableFileError(f"'{path}' is larger than {DOCKERFILE_BYTES:,} bytes")
    if b"\0" in data:
        raise UncheckableFileError(f"'{path}' is not a text file")
    text = data.decode("utf-8-sig", "replace")
    return text.replace("\r\n", "\n")


def _parsed(text: str, path: str) -> tuple[Any, ...]:
    import dockerfile  # noqa: PLC0415 - loads a library that other kinds of files do not need

    try:
        commands = parsed_commands(text)
    except (dockerfile.GoParseError, ValueError) as error:
        said = " ".join(str(error).split())[:200]
        raise UncheckableFileError(f"'{path}' is no Dockerfile: {said}") from error
    if len(commands) > _INSTRUCTIONS:
        raise UncheckableFileError(f"'{path}' has more than {_INSTRUCTIONS:,} instructions")
    return commands


def _stage_name(value: tuple[str, ...], stage: int) -> str:
    if len(value) >= 3 and value[1].lower() == "as":
        return value[2].lower()
    return str(stage)


def _entry(name: str, value: list[str], stage: int) -> dict[str, Any]:
    return {"Cmd": name, "SubCmd": "", "JSON": False, "Flags": [], "Value": value, "Stage": stage}


def _comments(lines: list[str], start: int, end: int) -> list[str]:
    """Return comments right above an instruction; an empty line ends them, as in BuildKit."""
    comments: list[str] = []
    for line in lines[start:end]:
        stripped = line.strip()
        if stripped.startswith("#"):
            comments.append(stripped[1:].strip())
        elif not stripped:
            comments = []
    return [comment for comment in comments if comment]


def _instruction(command: Any, name: str, stage: int) -> tuple[dict[str, Any], Instruction]:
    entry = _entry(name, list(command.value), stage)
    if command.sub_cmd:
        entry["SubCmd"] = _sub_command(command)
    entry["JSON"] = command.json
    entry["Flags"] = list(command.flags)
    if name in ("env", "label") or (name == "onbuild" and entry["SubCmd"].lower() in _PAIRED):
        entry["Value"] = _triples(command)
    if command.heredocs:
        entry["Heredocs"] = [each.content for each in command.heredocs]
    commands = _commands(command, name)
    if commands is not None:
        entry["Commands"] = commands.commands
        entry["Piped"] = commands.piped
    return entry, Instruction(
        line=command.start_line,
        end_line=command.end_line,
        stage=stage,
        commands=commands.commands if commands else [],
    )


_PAIRED = ("env", "label")


def _sub_command(command: Any) -> str:
    words = command.original.split(None, 2)
    return words[1] if len(words) > 1 else str(command.sub_cmd)


def _triples(command: Any) -> list[str]:
    """Return name, value and separator of each pair, as BuildKit keeps them."""
    value = list(command.value)
    words = command.original.split()
    first = words[2] if command.sub_cmd and len(words) > 2 else words[1] if len(words) > 1 else ""
    separator = "=" if "=" in first else ""
    return [
        part
        for position in range(0, len(value) - 1, 2)
        for part in (value[position], value[position + 1], separator)
    ]


def _commands(command: Any, name: str) -> Commands | None:
    ran = name == "run" or (name == "onbuild" and str(command.sub_cmd).lower() == "run")
    if not ran or not command.value:
        return None
    if command.json:
        return commands_of_exec(command.value)
    script = command.value[0]
    if command.heredocs:
        bodies = "\n".join(each.content for each in command.heredocs)
        first = script.split(None, 1)[0] if script.split() else ""
        script = (
            bodies if first.startswith("<<") else f"{script}\n{bodies}" if _fed(script) else script
        )
    return commands_of(script)


def _fed(script: str) -> bool:
    """Tell whether a here-document is a script that a shell reads."""
    words = script.split()
    return bool(words) and words[0].rpartition("/")[2] in ("sh", "bash", "ash", "dash", "zsh")
