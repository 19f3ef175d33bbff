"""What the stages of a Dockerfile stand on and copy from, variables replaced."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hullmark.formats.dockerfile import Dockerfile, Stage, platform_variables
from hullmark.formats.dockerfile_instruction import Instruction
from hullmark.formats.dockerfile_words import expand, split_words
from hullmark.kernel.errors import HullmarkError
from hullmark.model.graph import EdgeKind, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """A stage or image that a stage needs."""

    stage: Stage
    kind: EdgeKind
    name: str
    """After replacement; empty where nothing is left."""
    written: str
    parent: Stage | None = None
    """The stage that the name means; ``None`` for an image or a named context."""
    missing: tuple[str, ...] = ()
    place: Place


def parents(
    dockerfile: Dockerfile, arguments: Mapping[str, str], *, target: str = ""
) -> Iterator[Parent]:
    """Yield what each stage stands on and copies from; with ``target``, only what it needs."""
    scope = global_scope(dockerfile, arguments)
    wanted = dockerfile.find_stage(target) if target else None
    found = {stage.index: list(_of_stage(dockerfile, stage, scope)) for stage in dockerfile.stages}
    if wanted is None:
        for each in found.values():
            yield from each
        return
    open_, seen = [wanted.index], set()
    while open_:
        index = open_.pop()
        if index in seen:
            continue
        seen.add(index)
        yield from found[index]
        open_ += [each.parent.index for each in found[index] if each.parent is not None]


def global_scope(dockerfile: Dockerfile, arguments: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that FROM sees: platforms, ARG before it, build arguments."""
    scope = dict(platform_variables())
    for instruction in dockerfile.global_args:
        for word in instruction.value:
            name, sign, default = word.partition("=")
            if name in arguments:
                scope[name] = arguments[name]
            elif sign:
                scope[name] = _filled(default, scope, dockerfile.escape)[0]
    return scope


def _of_stage(dockerfile: Dockerfile, stage: Stage, scope: Mapping[str, str]) -> Iterator[Parent]:
    start = stage.instructions[0]
    name, missing = _filled(stage.base, scope, dockerfile.escape)
    yield _parent(dockerfile, stage, start, EdgeKind.BASE, stage.base, name, missing)
    for instruction in stage.instructions[1:]:
        for written in _sources(instruction, dockerfile.escape):
            name, missing = _filled(written, scope, dockerfile.escape)
            kind = EdgeKind.COPIES_FROM
            yield _parent(dockerfile, stage, instruction, kind, written, name, missing)


def _sources(instruction: Instruction, escape: str) -> Iterator[str]:
    cmd = instruction.sub_cmd or instruction.cmd
    if cmd == "COPY" and (source := instruction.flag("from")):
        yield source
    if cmd == "RUN":
        for mount in instruction.flag_values("mount"):
            for part in split_words(mount.replace(",", " "), escape=escape):
                if part.startswith("from="):
                    yield part.removeprefix("from=")


def _parent(
    dockerfile: Dockerfile,
    stage: Stage,
    instruction: Instruction,
    kind: EdgeKind,
    written: str,
    name: str,
    missing: tuple[str, ...],
) -> Parent:
    line, column = dockerfile.place(instruction, written)
    earlier = [each for each in dockerfile.stages[: stage.index] if each.name]
    parent = next((each for each in reversed(earlier) if each.name == name.lower()), None)
    if parent is None and kind is EdgeKind.COPIES_FROM and name.isdecimal() and len(name) < 6:
        parent = dockerfile.stages[int(name)] if int(name) < stage.index else None
    return Parent(
        stage=stage,
        kind=kind,
        name=name,
        written=written,
        parent=parent,
        missing=missing,
        place=Place(path=dockerfile.path, line=line, column=column),
    )


def _filled(text: str, scope: Mapping[str, str], escape: str) -> tuple[str, tuple[str, ...]]:
    try:
        found = expand(text, scope, escape=escape)
    except HullmarkError:
        return "", (text,)
    unset = tuple(sorted(found.unmatched)) if _matters(found.word, text) else ()
    return found.word, unset


def _matters(word: str, text: str) -> bool:
    """Tell whether a missing variable leaves a hole: a default fills it."""
    return "$" in text and (
        not word or word.endswith((":", "@", "/")) or word.startswith((":", "/"))
    )
