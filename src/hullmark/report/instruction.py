"""History lines as people wrote them in a Dockerfile."""

import re

_NOP = re.compile(r"^(?:/bin/[a-z]*sh (?:-[a-z]+ (?:pipefail )?)*)?#\(nop\)\s*", re.ASCII)
_ARGUMENTS = re.compile(r"^\|\d+ .*?(?=/bin/(?:ba|da)?sh )", re.ASCII | re.DOTALL)
_COUNTED = re.compile(r"^\|(\d{1,3}) ", re.ASCII)
_SHELL = re.compile(r"^(?:RUN )?/bin/(?:ba|da|a)?sh (?:-[a-z]+ (?:pipefail )?)*-[a-z]*c ", re.ASCII)
_BUILDKIT = re.compile(r"\s+# buildkit$", re.ASCII)
_MOUNT = re.compile(r"^(RUN )(?:--mount=\S+ |--network=\S+ |--security=\S+ )+", re.ASCII)
_KEYWORD = re.compile(
    r"^(?:ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN"
    r"|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)\b",
    re.ASCII,
)
_LONGEST = 4_096
"""Characters looked at: history lines may hold whole scripts, a reader sees one line."""


def to_instruction(created_by: str) -> str:
    """Return a history line as a Dockerfile instruction on one line.

    Builders record more than was written: ``/bin/sh -c #(nop) COPY …`` (classic builder),
    ``RUN |1 A=b /bin/sh -c … # buildkit`` (BuildKit), ``/bin/sh -c …`` (RUN of the classic one).
    Other text (``debootstrap minbase``) stays as it is.
    """
    line = " ".join(created_by[:_LONGEST].split())
    line = _BUILDKIT.sub("", line)
    without_nop = _NOP.sub("", line)
    if without_nop != line:
        return without_nop
    line = _MOUNT.sub(r"\1", line)
    bare = line.removeprefix("RUN ")
    bare = _ARGUMENTS.sub("", bare)
    command = _SHELL.sub("", bare)
    if command != bare:
        return f"RUN {command}"
    program = _without_arguments(bare)
    return f"RUN {program}" if program != bare else line


def _without_arguments(line: str) -> str:
    """Return a step without shell, ``|2 A=b C=d /bin/tool x``, without its build arguments.

    One with a space in it cannot be told from the program: then the line stays as it is.
    """
    counted = _COUNTED.match(line)
    if counted is None:
        return line
    words = line.split(" ")
    end = int(counted[1]) + 1
    is_plain = len(words) > end and all("=" in word for word in words[1:end])
    return " ".join(words[end:]) if is_plain else line


def is_dockerfile(instruction: str) -> bool:
    """Tell whether the line starts with a Dockerfile keyword."""
    return _KEYWORD.match(instruction) is not None
