"""What BuildKit's linter says of a Dockerfile: the same rules, the same lines, the same words.

Nothing is built and no base image is looked up: variables that a base image sets are unknown, as
they are to `docker build --check` where it cannot ask a registry. Where the builder would stop,
so does this, and what was said before counts.
"""

import contextlib
from collections.abc import Mapping, Sequence

from hullmark.checks.buildkit.bases import (
    argument_pairs,
    check_base,
    check_default_bases,
    check_stage_names,
    default_variables,
    global_variables,
    is_reference,
)
from hullmark.checks.buildkit.rules import Warned, Warnings, parse_options
from hullmark.checks.buildkit.source import (
    comments_above,
    directive_lines,
    empty_continuations,
    name_of,
)
from hullmark.checks.buildkit.stage import Builder, StageState, read_stage
from hullmark.formats.dockerfile import Dockerfile
from hullmark.formats.dockerfile_instruction import Instruction
from hullmark.formats.dockerignore import Pattern
from hullmark.formats.errors import BrokenWordError


def lint(
    parsed: Dockerfile,
    *,
    ignored: tuple[Pattern, ...] = (),
    arguments: Mapping[str, str] | None = None,
    options: str | None = None,
) -> list[Warned]:
    """Return the warnings about every stage of a file, in order of line.

    Args:
        parsed: The file.
        ignored: Patterns of the .dockerignore file that goes with it.
        arguments: Arguments of the build (``--build-arg``).
        options: Instead of what the file's own ``# check=`` says.
    """
    directives = dict(directive_lines(parsed.lines).values())
    chosen = parse_options(directives.get("check", "") if options is None else options)
    if chosen is None:  # the builder refuses the file, so nothing can be said of its build
        return []
    warnings = Warnings(chosen)
    for line in empty_continuations(parsed):
        warnings.add("NoEmptyContinuation", line, "Empty continuation line")
    comments = comments_above(parsed)
    if _check_spelling(parsed, comments, warnings) and parsed.stages:
        _check_stages(parsed, comments, warnings, ignored, arguments or {})
    return sorted(warnings.held, key=lambda each: (each.line, each.rule))


def _check_spelling(
    parsed: Dockerfile, comments: Sequence[Sequence[str]], warnings: Warnings
) -> bool:
    """Warn of what is told by an instruction alone; say whether the builder reads all of them."""
    stop = min((problem.line for problem in parsed.problems), default=None)
    for instruction, above in zip(parsed.instructions, comments, strict=True):
        under = warnings.under(above)
        line = instruction.start_line
        if instruction.cmd == "MAINTAINER":
            under.add(
                "MaintainerDeprecated",
                line,
                "Maintainer instruction is deprecated in favor of using label",
            )
        elif instruction.cmd == "FROM":
            _check_from(instruction, under)
        if line == stop:
            return False
        if instruction.cmd == "FROM" and len(instruction.value) == 3:
            _check_description("FROM", [instruction.value[2].lower()], above, line, under)
        elif instruction.cmd == "ARG":
            names = [name for name, _ in argument_pairs(instruction)]
            _check_description("ARG", names, above, line, under)
    return True


def _check_from(instruction: Instruction, warnings: Warnings) -> None:
    if len(instruction.value) < 3:
        return
    line, name = instruction.start_line, name_of(instruction)
    keyword, stage = instruction.value[1], instruction.value[2]
    if len(instruction.value) == 3 and stage != stage.lower():
        warnings.add("StageNameCasing", line, f"Stage name '{stage}' should be lowercase")
    lower, upper = name == name.lower(), name == name.upper()
    if (lower and keyword != keyword.lower()) or (upper and keyword != keyword.upper()):
        warnings.add(
            "FromAsCasing", line, f"'{keyword}' and '{name}' keywords' casing do not match"
        )


def _check_description(
    instruction: str, names: Sequence[str], above: Sequence[str], line: int, warnings: Warnings
) -> None:
    if not above or not names or above[-1].split(" ")[0] in names:
        return
    name = names[0] if len(names) == 1 else "<arg_key>"
    warnings.add(
        "InvalidDefinitionDescription",
        line,
        f"Comment for {instruction} should follow the format: `# {name} <description>`",
    )


def _check_casing(parsed: Dockerfile, warnings: Warnings) -> None:
    """Warn of instructions that are spelled unlike most."""
    inside = [each for stage in parsed.stages for each in stage.instructions]
    names = [name_of(each) for each in inside]
    lower = sum(name == name.lower() for name in names)
    upper = sum(name == name.upper() and name != name.lower() for name in names)
    wanted = "lowercase" if lower > upper else "uppercase"
    for instruction, name in zip(inside, names, strict=True):
        if name != (name.lower() if lower > upper else name.upper()):
            warnings.add(
                "ConsistentInstructionCasing",
                instruction.start_line,
                f"Command '{name}' should match the case of the command majority ({wanted})",
            )


def _check_stages(
    parsed: Dockerfile,
    comments: Sequence[Sequence[str]],
    warnings: Warnings,
    ignored: tuple[Pattern, ...],
    given: Mapping[str, str],
) -> None:
    check_stage_names(parsed.stages, warnings)
    _check_casing(parsed, warnings)
    start = default_variables(parsed.stages[-1].name)
    # Where the builder stops at a word, it has said what it has said.
    with contextlib.suppress(BrokenWordError):
        check_default_bases(parsed, global_variables(parsed, start, {})[0], warnings)
    with contextlib.suppress(BrokenWordError):
        _build(parsed, comments, warnings, ignored, given)


def _build(
    parsed: Dockerfile,
    comments: Sequence[Sequence[str]],
    warnings: Warnings,
    ignored: tuple[Pattern, ...],
    given: Mapping[str, str],
) -> None:
    start = default_variables(parsed.stages[-1].name)
    variables, declared = global_variables(parsed, start, given)
    bases: list[tuple[str, str]] = []
    for stage in parsed.stages:
        base, platform = check_base(
            stage,
            variables,
            declared,
            escape=parsed.escape,
            warnings=warnings.under(comments[stage.instructions[0].index]),
        )
        if not base or (stage.platform and not platform):
            raise BrokenWordError(f"line {stage.start_line}: an empty base or platform")
        bases.append((base, platform))
    for number, (base, _) in enumerate(bases):
        if base not in {stage.name for stage in parsed.stages[:number]} and not is_reference(base):
            raise BrokenWordError(f"'{base[:200]}' is no image's name")
    builder = Builder(escape=parsed.escape, variables=variables, given=given, ignored=ignored)
    known: dict[str, StageState] = {}
    for stage, (base, platform) in zip(parsed.stages, bases, strict=True):
        state = known[base].child() if base in known else StageState(platform=platform)
        instructions = [(each, comments[each.index]) for each in stage.instructions[1:]]
        read_stage(builder, state, instructions, warnings)
        if stage.name:
            known[stage.name] = state
