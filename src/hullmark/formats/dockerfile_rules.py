"""What BuildKit refuses after parsing: unknown instructions and flags, missing arguments."""

import re
from collections.abc import Iterable, Iterator

from hullmark.formats.dockerfile_instruction import Instruction

_ONE = frozenset({"MAINTAINER", "WORKDIR", "USER", "STOPSIGNAL"})
_SOME = frozenset({"ENV", "LABEL", "ONBUILD", "HEALTHCHECK", "EXPOSE", "VOLUME", "ARG"})
_TWO = frozenset({"ADD", "COPY"})
_FREE = frozenset({"RUN", "CMD", "ENTRYPOINT", "SHELL", "FROM"})
KNOWN = _ONE | _SOME | _TWO | _FREE
"""Every instruction there is."""
_FLAGS = {
    "FROM": frozenset({"platform"}),
    "ADD": frozenset({"chown", "chmod", "link", "keep-git-dir", "checksum", "exclude", "unpack"}),
    "COPY": frozenset({"from", "chown", "chmod", "link", "parents", "exclude"}),
    "RUN": frozenset({"mount", "network", "security", "device"}),
    "HEALTHCHECK": frozenset({"interval", "timeout", "start-period", "start-interval", "retries"}),
}
_STAGE_NAME = re.compile(r"[a-z][a-z0-9\-_.]*")


def problems_of(instructions: Iterable[Instruction]) -> Iterator[tuple[int, str]]:
    """Yield line and message of everything the builder would stop at, in file order."""
    in_stage = False
    for each in instructions:
        message = _problem(each.cmd, each) or (_onbuild(each) if each.cmd == "ONBUILD" else "")
        if not message and each.cmd not in ("FROM", "ARG") and not in_stage:
            message = f"no build stage in current context: {each.cmd} stands before FROM"
        if message:
            yield each.start_line, message
        in_stage = in_stage or each.cmd == "FROM"


def _onbuild(each: Instruction) -> str:
    if each.sub_cmd == "ONBUILD":
        return "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed"
    if each.sub_cmd in ("MAINTAINER", "FROM"):
        return f"{each.sub_cmd} isn't allowed as an ONBUILD trigger"
    return _problem(each.sub_cmd, each) if each.sub_cmd else ""


def _problem(cmd: str, each: Instruction) -> str:  # noqa: PLR0911 - one rule, one line
    count = len(each.value)
    if cmd not in KNOWN:
        return f"unknown instruction: {cmd}"
    if cmd == "ONBUILD" and not each.sub_cmd and not count:
        return "ONBUILD requires at least one argument"
    if cmd != "ONBUILD" and (unknown := _unknown_flag(cmd, each)):
        return f"unknown flag: {unknown}"
    if cmd in _ONE and (count != 1 or not each.value[0]):
        return f"{cmd} requires exactly one argument"
    if cmd in _SOME and cmd != "ONBUILD" and not count:
        return f"{cmd} requires at least one argument"
    if cmd in _TWO and count < 2:
        return (
            f"{cmd} requires at least two arguments, but only {'one was' if count else 'none were'}"
            " provided. Destination could not be determined"
        )
    if cmd == "FROM":
        return _from(each)
    if cmd == "SHELL" and not (each.json and count):
        return "SHELL requires the arguments to be in JSON form"
    if cmd == "HEALTHCHECK":
        return _healthcheck(each)
    if cmd in ("ENV", "LABEL") and any(name == "" for name in each.value[::2]):
        return f"{cmd} names can not be blank"
    return ""


def _unknown_flag(cmd: str, each: Instruction) -> str:
    if cmd in ("CMD", "ENTRYPOINT"):
        known: frozenset[str] = frozenset()
    else:
        known = _FLAGS.get(cmd, frozenset())
    names = (flag.partition("=")[0] for flag in each.flags if flag != "--")
    return next((name for name in names if name.removeprefix("--") not in known), "")


def _from(each: Instruction) -> str:
    count = len(each.value)
    if count not in (1, 3) or (count == 3 and each.value[1].lower() != "as"):
        return "FROM requires either one or three arguments"
    if count == 3 and not _STAGE_NAME.fullmatch(each.value[2].lower()):
        return (
            f'invalid name for build stage: "{each.value[2][:60]}", name can\'t start with a '
            "number or contain symbols"
        )
    return ""


def _healthcheck(each: Instruction) -> str:
    kind = each.value[0].upper()
    if kind == "NONE":
        return "HEALTHCHECK NONE takes no arguments" if len(each.value) > 1 else ""
    if kind != "CMD":
        return f'Unknown type "{kind[:40]}" in HEALTHCHECK (try CMD)'
    return "" if len(each.value) > 1 and each.value[1] else "Missing command after HEALTHCHECK CMD"
