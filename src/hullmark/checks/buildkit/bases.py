"""What FROM says: the names of stages, the images they stand on, and their platforms."""

from collections.abc import Iterable, Mapping, Sequence

from hullmark.checks.buildkit.nearest import nearest
from hullmark.checks.buildkit.rules import Warnings, quoted
from hullmark.formats.dockerfile import Dockerfile, Stage, platform_variables
from hullmark.formats.dockerfile_instruction import Instruction
from hullmark.formats.dockerfile_words import Expanded, expand
from hullmark.formats.errors import BrokenWordError
from hullmark.images.reference import parse_reference
from hullmark.kernel.errors import HullmarkError

_RESERVED = ("context", "scratch")
_ARCHITECTURES = {
    "x86_64": "amd64",
    "x86-64": "amd64",
    "aarch64": "arm64",
    "armhf": "arm",
    "armel": "arm",
    "i386": "386",
}
_SYSTEMS = frozenset(
    {"linux", "windows", "darwin", "freebsd", "macos", "wasi", "netbsd", "openbsd", "solaris"}
)


def default_variables(target: str) -> dict[str, str]:
    """Return what the builder sets by itself."""
    known = dict(platform_variables())
    return known | {"BUILDOSVERSION": "", "TARGETOSVERSION": "", "TARGETSTAGE": target or "default"}


def argument_pairs(instruction: Instruction) -> list[tuple[str, str | None]]:
    """Return name and default of each argument of an ARG."""
    pairs: list[tuple[str, str | None]] = []
    for word in instruction.value:
        name, equals, value = word.partition("=")
        pairs.append((name, value if equals else None))
    return pairs


def global_variables(
    parsed: Dockerfile, start: Mapping[str, str], given: Mapping[str, str]
) -> tuple[dict[str, str], set[str]]:
    """Return the variables that FROM may use, and every name that an ARG declares.

    Raises:
        BrokenWordError: A default cannot be expanded.
    """
    variables, declared = dict(start), set()
    for instruction in parsed.global_args:
        for name, default in argument_pairs(instruction):
            declared.add(name)
            if name in given:
                variables[name] = given[name]
            elif default is not None:
                variables[name] = expand(default, variables, escape=parsed.escape).word
    return variables, declared


def check_stage_names(stages: Iterable[Stage], warnings: Warnings) -> None:
    """Warn of names that are taken."""
    seen: set[str] = set()
    for stage in stages:
        if not stage.name:
            continue
        if stage.name in _RESERVED:
            warnings.add(
                "ReservedStageName",
                stage.start_line,
                f"Stage name should not use the same name as reserved stage {quoted(stage.name)}",
            )
        if stage.name in seen:
            warnings.add(
                "DuplicateStageName",
                stage.start_line,
                f"Duplicate stage name {quoted(stage.name)}, stage names should be unique",
            )
        seen.add(stage.name)


def check_default_bases(
    parsed: Dockerfile, variables: Mapping[str, str], warnings: Warnings
) -> None:
    """Warn of bases that are no image's name unless arguments are given.

    Raises:
        BrokenWordError: A base cannot be expanded.
    """
    for stage in parsed.stages:
        if not is_reference(expand(stage.base, variables, escape=parsed.escape).word):
            warnings.add(
                "InvalidDefaultArgInFrom",
                stage.start_line,
                f"Default value for ARG {stage.base} results in empty or invalid base image name",
            )


def check_base(
    stage: Stage,
    variables: Mapping[str, str],
    declared: set[str],
    *,
    escape: str,
    warnings: Warnings,
) -> tuple[str, str]:
    """Warn of one FROM, and return its base and its platform, expanded.

    Raises:
        BrokenWordError: One of them cannot be expanded.
    """
    names = [*declared, *variables]
    base = _expanded(stage.base, variables, names, stage, escape=escape, warnings=warnings)
    if not stage.platform:
        return base.word, ""
    platform = _expanded(stage.platform, variables, names, stage, escape=escape, warnings=warnings)
    if platform.matched == {"TARGETPLATFORM"} and not platform.unmatched:
        if platform.word == variables["TARGETPLATFORM"]:
            warnings.add(
                "RedundantTargetPlatform",
                stage.start_line,
                f"Setting platform to predefined {stage.platform} in FROM is redundant as this is"
                " the default behavior",
            )
    elif not platform.matched and not platform.unmatched:
        _check_constant(stage, platform.word, warnings)
    return base.word, platform.word


def _expanded(
    text: str,
    variables: Mapping[str, str],
    names: Sequence[str],
    stage: Stage,
    *,
    escape: str,
    warnings: Warnings,
) -> Expanded:
    try:
        found = expand(text, variables, escape=escape)
    except BrokenWordError as error:
        _report_unset(error.unmatched, names, stage.start_line, warnings)
        raise
    _report_unset(found.unmatched, names, stage.start_line, warnings)
    return found


def _report_unset(
    unset: frozenset[str], names: Sequence[str], line: int, warnings: Warnings
) -> None:
    for name in sorted(unset - set(names)):
        near = nearest(name, names)
        more = f" (did you mean {near}?)" if near else ""
        warnings.add("UndefinedArgInFrom", line, f"FROM argument '{name}' is not declared{more}")


def _check_constant(stage: Stage, platform: str, warnings: Warnings) -> None:
    parts = platform.lower().split("/")
    if not 1 <= len(parts) <= 3 or not all(parts):
        return
    if len(parts) > 1:
        system, architecture = parts[0], parts[1]
    elif parts[0] in _SYSTEMS:
        system, architecture = parts[0], "amd64"
    else:
        system, architecture = "linux", parts[0]
    architecture = _ARCHITECTURES.get(architecture, architecture)
    if system not in stage.name and architecture not in stage.name:
        warnings.add(
            "FromPlatformFlagConstDisallowed",
            stage.start_line,
            f"FROM --platform flag should not use constant value {quoted(platform)}",
        )


def is_reference(text: str) -> bool:
    """Say whether a text names an image."""
    if not text or text.endswith(":"):
        return False
    try:
        parse_reference(text)
    except HullmarkError:
        return False
    return True
