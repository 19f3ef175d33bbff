"""Gives a check only the instructions that it says it reads: evaluation costs by the instruction.

``custom.reads`` of a check lists what it looks at: ``from`` (an instruction), ``run:apt-get apt``
(in RUN, these commands alone; ``pip*`` is a prefix), ``run:|`` (a RUN with a pipe, whole). What a
check would skip anyway is left out, empty fields too, so the answer is the same; positions are
turned back. A RUN of which some commands are shown has no ``Value``.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec


class Slice(msgspec.Struct, frozen=True, kw_only=True):
    """Some instructions of a Dockerfile, and where they stand in it."""

    instructions: list[Mapping[str, Any]]
    positions: list[int]
    commands: list[list[int] | None]
    """For each instruction, positions of the commands left of it; ``None`` for all."""


class Slices:
    """The instructions of one Dockerfile, by what checks read."""

    def __init__(self, instructions: Sequence[Mapping[str, Any]]) -> None:
        self._instructions = instructions
        self._by_command: dict[str, list[int]] = {}
        for position, each in enumerate(instructions):
            self._by_command.setdefault(_command(each), []).append(position)

    def take(self, reads: tuple[str, ...]) -> Slice:
        """Return the instructions that ``reads`` names."""
        taken: dict[int, list[int] | None] = {}
        for pattern in reads:
            command, colon, words = pattern.partition(":")
            for position in self._by_command.get(command, ()):
                if not colon or words == "|":
                    if not colon or self._instructions[position].get("Piped"):
                        taken[position] = None
                elif taken.get(position, ()) is not None and (
                    fitting := self._fitting(position, words)
                ):
                    taken[position] = sorted({*(taken.get(position) or ()), *fitting})
        positions = sorted(taken)
        return Slice(
            instructions=[self._trimmed(position, taken[position]) for position in positions],
            positions=positions,
            commands=[taken[position] for position in positions],
        )

    def _fitting(self, position: int, words: str) -> list[int]:
        commands = self._instructions[position].get("Commands") or ()
        exact = {word for word in words.split() if not word.endswith("*")}
        begins = tuple(word[:-1] for word in words.split() if word.endswith("*"))
        return [
            place
            for place, each in enumerate(commands)
            if each[0] in exact or (begins and each[0].startswith(begins))
        ]

    def _trimmed(self, position: int, commands: list[int] | None) -> Mapping[str, Any]:
        whole = self._instructions[position]
        shown = {name: value for name, value in whole.items() if value or name == "Stage"}
        if commands is not None:
            shown["Commands"] = [whole["Commands"][place] for place in commands]
            del shown["Value"]
            shown.pop("Piped", None)
        return shown


def moved_back(deny: Any, piece: Slice) -> Any:
    """Return what a check said about a slice as if it had seen the whole."""
    path = deny.get("path") if isinstance(deny, dict) else None
    if not isinstance(path, list) or not path or not isinstance(path[0], int):
        return deny
    if not 0 <= path[0] < len(piece.positions):
        return deny
    moved = [piece.positions[path[0]], *path[1:]]
    left = piece.commands[path[0]]
    if left is not None and len(path) > 2 and path[1] == "Commands" and path[2] < len(left):
        moved[2] = left[path[2]]
    return {**deny, "path": moved}


def _command(instruction: Mapping[str, Any]) -> str:
    command = str(instruction.get("Cmd"))
    if command == "onbuild" and instruction.get("Commands"):
        return "run"
    return command
