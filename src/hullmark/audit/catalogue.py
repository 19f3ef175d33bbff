"""Finds, in the table of tools, what a command line or an action is."""

import posixpath
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from typing import Any

Record = dict[str, Any]
_TABLE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """One tool's part of the table."""

    name: str
    programs: tuple[str, ...]
    images: tuple[str, ...]
    aliases: tuple[tuple[str, ...], ...]
    environment: str
    values: frozenset[str]
    along_looks: Record
    """What a scanner looks at that this one runs along: kind → names."""
    commands: tuple[Record, ...]
    actions: tuple[Record, ...]
    workflows: tuple[Record, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A tool with the record that fits, and what was given to it."""

    tool: Tool
    record: Record
    flags: dict[str, list[str]] = field(default_factory=dict)
    """Flag → its values; a switch has an empty text."""
    words: tuple[str, ...] = ()
    """Words that are no flags, behind the subcommand."""
    name: str = ""
    """The program's own name, where a tool has several."""

    @property
    def does(self) -> str:
        """Return what this call is for."""
        return str(self.record.get("does", "scan"))

    @property
    def scanner(self) -> str:
        """Return the name to call the scanner by."""
        many = len(self.tool.programs) > 1 and self.name in self.tool.programs
        return self.name if many else self.tool.name

    def value(self, names: Sequence[str]) -> str:
        """Return the last value given under one of the names."""
        found = [value for name in names for value in self.flags.get(name, [])]
        return found[-1] if found else ""


@cache
def tools() -> tuple[Tool, ...]:
    """Return the table."""
    file = resources.files("hullmark.audit") / "tools.toml"
    with file.open("rb") as opened:
        table = tomllib.loads(opened.read(_TABLE_BYTES).decode())
    return tuple(
        Tool(
            name=name,
            programs=tuple(each.get("programs", ())),
            images=tuple(each.get("images", ())),
            aliases=tuple(tuple(alias) for alias in each.get("aliases", ())),
            environment=each.get("environment", ""),
            values=frozenset(each.get("values", ())),
            along_looks=each.get("along_looks", {}),
            commands=tuple(each.get("command", ())),
            actions=tuple(each.get("action", ())),
            workflows=tuple(each.get("workflow", ())),
        )
        for name, each in table.items()
    )


@cache
def _by_program() -> dict[str, Tool]:
    return {program: tool for tool in tools() for program in tool.programs}


@cache
def _by_alias() -> dict[tuple[str, ...], Tool]:
    return {alias: tool for tool in tools() for alias in tool.aliases}


@cache
def _exact_actions() -> dict[str, tuple[Tool, Record]]:
    return {
        uses.lower(): (tool, record)
        for tool in tools()
        for record in tool.actions
        for uses in record["uses"]
        if "*" not in uses
    }


def find_command(words: Sequence[str]) -> Call | None:
    """Return the call that a command line is; ``None`` where no tool is known by that name."""
    if not words:
        return None
    alias = _by_alias().get(tuple(words[:2]))
    if alias is not None:
        return call_of(alias, words[2:], name=words[0])
    program = posixpath.basename(words[0])
    tool = _by_program().get(words[0]) or _by_program().get(program)
    return None if tool is None else call_of(tool, words[1:], name=program)


def call_of(tool: Tool, arguments: Sequence[str], *, name: str = "") -> Call | None:
    """Return the call that arguments of a tool amount to."""
    for record in tool.commands:
        values = frozenset(record.get("values", ())) or tool.values
        flags, plain, at = _read(arguments, values)
        wanted = [str(each).split("|") for each in record.get("words", ())]
        given = [*plain[: len(wanted)]]
        if wanted and wanted[0][0].startswith("-"):
            given = list(arguments[:1])
        fits = all(word in choice for word, choice in zip(given, wanted, strict=False))
        if not fits or len(given) < len(wanted):
            if not (arguments[:1] and wanted and arguments[0] in wanted[0]):
                continue
            if len(wanted) > 1:
                continue
        del at
        rest = plain[len(wanted) :]
        for skipped in record.get("words_skipped", ()):
            if rest[:1] == [skipped]:
                rest = rest[1:]
        return Call(tool=tool, record=record, flags=flags, words=tuple(rest), name=name)
    return None


def find_action(uses: str) -> tuple[Tool, Record] | None:
    """Return the tool and record of ``owner/name[/path]``."""
    exact = _exact_actions().get(uses.lower())
    if exact is not None:
        return exact
    for tool in tools():
        for record in tool.actions:
            if any("*" in each and fnmatchcase(uses, each) for each in record["uses"]):
                return tool, record
    return None


def find_workflow(uses: str) -> tuple[Tool, Record] | None:
    """Return the tool and record of somebody else's reusable workflow."""
    for tool in tools():
        for record in tool.workflows:
            if any(fnmatchcase(uses, each) for each in record["uses"]):
                return tool, record
    return None


def tool_of_image(image: str) -> Tool | None:
    """Return the tool that a container image is: ``docker run aquasec/trivy``."""
    name = image.partition("@")[0]
    head, slash, last = name.rpartition("/")
    name = f"{head}{slash}{last.partition(':')[0]}"
    for tool in tools():
        if any(name == each or name.endswith(f"/{each}") for each in tool.images):
            return tool
    return None


def _read(
    arguments: Sequence[str], values: frozenset[str]
) -> tuple[dict[str, list[str]], list[str], int]:
    flags: dict[str, list[str]] = {}
    plain: list[str] = []
    at = 0
    while at < len(arguments):
        word = arguments[at]
        at += 1
        if word == "--":
            plain += arguments[at:]
            break
        if not word.startswith("-") or word == "-":
            plain.append(word)
            continue
        name, equals, value = word.partition("=")
        if equals:
            flags.setdefault(name, []).append(value)
        elif word in values:
            flags.setdefault(word, []).append(arguments[at] if at < len(arguments) else "")
            at += 1
        elif len(word) > 2 and word[:2] in values and word[1] != "-":
            flags.setdefault(word[:2], []).append(word[2:])
        else:
            flags.setdefault(word, []).append("")
    return flags, plain, at
