"""Which line of a Dockerfile made a layer: diff ID, history, instruction, else FROM.

The history of an image, read as instructions, is laid beside the instructions of the stage and of
the stages that it stands on so that as much as possible agrees and the order stays. What is below
the first instruction came with FROM. How sure each answer is, is said:

``certain``
    the text is the same, apart from what builders add and leave out;
``likely``
    the same instruction with variables filled in, or a classic builder's hash in place of sources;
``low``
    no instruction agrees (squashed, built from another state of the file): the stage's FROM.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

import msgspec

from hullmark.formats.dockerfile import Dockerfile, Stage
from hullmark.formats.dockerfile_instruction import Instruction
from hullmark.model.image import HistoryEntry
from hullmark.model.scan import Origin, Target

CERTAIN: Final = "certain"
LIKELY: Final = "likely"
LOW: Final = "low"

_MOST: Final = 500
"""Instructions and history lines that are laid side by side; an image has at most 127 layers."""
_SIMILAR: Final = 0.6
"""How much of two instructions has to agree where variables were filled in."""
_GAP: Final = -0.5
_SCORES: Final = {CERTAIN: 3.0, LIKELY: 1.0}
_TEXT: Final = 4_096
_HASHED: Final = re.compile(r"(?:file|dir|multi):[0-9a-f]+ in (?P<target>\S+)")
_COPYING: Final = frozenset({"COPY", "ADD"})
_FLAG: Final = re.compile(r"--[a-z-]+(?:=(?:\"[^\"]*\"|\S+))?\s+")


class Traced(msgspec.Struct, frozen=True, kw_only=True):
    """Where the layers of an image come from."""

    origins: tuple[Origin, ...]
    matched: int
    """Instructions of the file that the history knows."""
    instructions: int
    """Instructions that it should know."""


def trace(
    target: Target,
    dockerfile: Dockerfile,
    *,
    file: str,
    to_instruction: Callable[[str], str],
    stage: str = "",
    stands_on: Callable[[Stage], Stage | None],
) -> Traced:
    """Return the line of each layer.

    Args:
        target: The image, with history and layers.
        dockerfile: What it was built from.
        file: Name of that file, as it is to be shown.
        to_instruction: Reads a history line as an instruction.
        stage: Stage that was built; the last without one.
        stands_on: Returns the stage that a stage's FROM names, ``None`` for an image.
    """
    chosen = dockerfile.find_stage(stage) if stage else None
    chosen = chosen or (dockerfile.stages[-1] if dockerfile.stages else None)
    if chosen is None:
        return Traced(origins=(), matched=0, instructions=0)
    chain = list(_chain(chosen, stands_on))
    made = [
        (held, each)
        for held in chain
        for each in held.instructions
        if each.cmd not in {"FROM", "ARG"}
    ][-_MOST:]
    history = (target.config.history if target.config else ())[-_MOST:]
    lines = [to_instruction(entry.created_by) for entry in history]
    pairs = _aligned(lines, [each for _, each in made])
    first = min(pairs, default=len(history))
    complete = len(pairs) == len(made)
    origins = []
    for index, position in _layers(target, history):
        if position in pairs:
            at, confidence = pairs[position]
            _, each = made[at]
            origins.append(_origin(index, file, each, confidence))
        elif position is not None and position < first and pairs:
            sure = CERTAIN if complete else LIKELY
            origins.append(_origin(index, file, chain[0].instructions[0], sure))
        else:
            base = chain[0] if position is None or position < first else chosen
            origins.append(_origin(index, file, base.instructions[0], LOW))
    return Traced(origins=tuple(origins), matched=len(pairs), instructions=len(made))


def _origin(index: int, file: str, instruction: Instruction, confidence: str) -> Origin:
    return Origin(
        layer_index=index,
        file=file,
        line=instruction.start_line,
        instruction=" ".join(instruction.original.split())[:_TEXT],
        confidence=confidence,
    )


def _chain(stage: Stage, stands_on: Callable[[Stage], Stage | None]) -> Iterator[Stage]:
    """Yield the stages a stage is made of, the lowest first."""
    found = [stage]
    while (below := stands_on(found[-1])) is not None and below not in found:
        found.append(below)
    yield from reversed(found)


def _layers(target: Target, history: Sequence[HistoryEntry]) -> Iterator[tuple[int, int | None]]:
    """Yield the index of each layer with the position of its history line."""
    made = [position for position, entry in enumerate(history) if not entry.empty_layer]
    total = len(target.layers) or len(made)
    # Histories are cut from below, never from above: the topmost lines belong to each other.
    for index in range(total):
        position = len(made) - total + index
        yield index, made[position] if 0 <= position < len(made) else None


def _aligned(
    lines: Sequence[str], instructions: Sequence[Instruction]
) -> dict[int, tuple[int, str]]:
    """Return position in the history → position of the instruction and how sure it is."""
    rows, columns = len(lines), len(instructions)
    spoken = [_spoken(each) for each in instructions]
    agree: dict[tuple[int, int], str] = {}
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for at in range(1, columns + 1):
        best[0][at] = best[0][at - 1] + _GAP
    for row in range(1, rows + 1):
        for at in range(1, columns + 1):
            score = max(best[row - 1][at] + _GAP, best[row][at - 1] + _GAP)
            if (sure := _agree(lines[row - 1], instructions[at - 1], spoken[at - 1])) is not None:
                agree[row, at] = sure
                score = max(score, best[row - 1][at - 1] + _SCORES[sure])
            best[row][at] = score
    pairs: dict[int, tuple[int, str]] = {}
    row, at = rows, columns
    while row and at:
        sure = agree.get((row, at))
        if sure and best[row][at] == best[row - 1][at - 1] + _SCORES[sure]:
            pairs[row - 1] = (at - 1, sure)
            row, at = row - 1, at - 1
        elif best[row][at] == best[row][at - 1] + _GAP:
            at -= 1
        else:
            row -= 1
    return pairs


def _agree(line: str, instruction: Instruction, spoken: str) -> str | None:
    keyword, _, said = line.partition(" ")
    if keyword.upper() != instruction.cmd:
        return None
    said = " ".join(said.split())
    if keyword.upper() in _COPYING:  # BuildKit's history keeps some of the flags
        said = _FLAG.sub("", said)
    if said == spoken:
        return CERTAIN
    hashed = _HASHED.search(said)
    if hashed is not None and instruction.value:
        into = spoken.rpartition(" ")[2] if instruction.heredocs else instruction.value[-1]
        same = hashed["target"].rstrip("/") == into.strip("\"'").rstrip("/")
        return LIKELY if same or "$" in into else None
    if _unquoted(said) == _unquoted(spoken):
        return CERTAIN
    close = SequenceMatcher(None, said, spoken, autojunk=False)
    if close.real_quick_ratio() < _SIMILAR or close.quick_ratio() < _SIMILAR:
        return None
    return LIKELY if close.ratio() >= _SIMILAR else None


def _spoken(instruction: Instruction) -> str:
    """Return the arguments as a builder writes them into the history: without flags."""
    if instruction.heredocs and instruction.cmd == "RUN":
        return " ".join(instruction.heredocs[0].content.split())[:_TEXT]
    original = instruction.original
    if instruction.heredocs:
        original = original.partition("\n")[0]
    words = original.split(None, 1)
    rest = _FLAG.sub("", words[1]) if len(words) > 1 and words[1].startswith("--") else ""
    rest = rest or (words[1] if len(words) > 1 else "")
    if instruction.json and instruction.cmd in {"RUN", *_COPYING}:
        try:
            rest = " ".join(json.loads(rest))
        except (ValueError, TypeError):
            rest = " ".join(instruction.value)
    return " ".join(rest.split())[:_TEXT]


def _unquoted(text: str) -> str:
    return re.sub(r"[\s\"'\\,\[\]]+", "", text)
