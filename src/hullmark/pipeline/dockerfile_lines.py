"""Traces the layers of an image to the lines of the Dockerfile that it was built from."""

from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from hullmark.discovery.stages import parents
from hullmark.formats.dockerfile import DOCKERFILE_BYTES, Stage, parse_dockerfile
from hullmark.kernel import log
from hullmark.kernel.errors import HullmarkError, InputError
from hullmark.merge.dockerfile_lines import LOW, Traced, trace
from hullmark.model.graph import EdgeKind
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.scan import Origin, Target
from hullmark.report.instruction import to_instruction

_CHECK = "dockerfile lines"
_TELLING = frozenset({"FROM", "COPY", "ADD", "WORKDIR", "USER"})
"""Instructions shown in full; what others hold may be secret, and the history shows it masked."""


class DockerfileMissingError(InputError):
    """The Dockerfile of an image cannot be read, or has no such stage.

    Name it with ``--dockerfile PATH`` or ``--dockerfile PATH:STAGE``.
    """

    code = "HM2390"


def traced(target: Target, named: str) -> tuple[Target, LedgerRow]:
    """Return an image with the lines of a Dockerfile that a user named, ``PATH[:STAGE]``.

    Raises:
        DockerfileMissingError: There is no such file, or no such stage in it.
        BrokenDockerfileError: It is no Dockerfile.
    """
    path, stage = Path(named), ""
    if not path.exists() and ":" in named:
        head, _, stage = named.rpartition(":")
        path = Path(head)
    shown = path.as_posix().removeprefix("./")
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        shown = path.relative_to(Path.cwd()).as_posix()
    return _traced(target, path, shown=shown, stage=stage, arguments={})


def traced_build(
    target: Target, root: Path, *, dockerfile: str, stage: str, arguments: Mapping[str, str]
) -> Target:
    """Return an image that a repository builds with the lines of its Dockerfile; never fails."""
    try:
        return _traced(
            target, root / dockerfile, shown=dockerfile, stage=stage, arguments=arguments
        )[0]
    except HullmarkError as error:
        log.info("dockerfile.untraced", dockerfile=dockerfile, code=error.code)
        return target


def _traced(
    target: Target, path: Path, *, shown: str, stage: str, arguments: Mapping[str, str]
) -> tuple[Target, LedgerRow]:
    dockerfile = parse_dockerfile(_bytes(path), path=shown)
    if stage and dockerfile.find_stage(stage) is None:
        known = ", ".join(each.title for each in dockerfile.stages)
        raise DockerfileMissingError(
            f"'{shown}' has no stage '{stage}'", hint=f"its stages are {known}"
        )
    below = {
        each.stage.index: each.parent
        for each in parents(dockerfile, arguments)
        if each.kind is EdgeKind.BASE and each.parent is not None
    }

    def stands_on(held: Stage) -> Stage | None:
        return below.get(held.index)

    found = trace(
        target,
        dockerfile,
        file=shown,
        stage=stage,
        to_instruction=to_instruction,
        stands_on=stands_on,
    )
    row = LedgerRow(
        target=target.name,
        scanner="hullmark",
        check=_CHECK,
        status=Status.RAN if found.matched else Status.SKIPPED,
        reason=_words(found, shown),
    )
    return replace(target, origins=tuple(map(_told, found.origins))), row


def _words(found: Traced, shown: str) -> str:
    if not found.matched:
        return f"nothing in the image's history is in '{shown}': built from another file?"
    low = sum(each.confidence == LOW for each in found.origins)
    said = f"{found.matched} of {found.instructions} instructions of '{shown}' are in the history"
    return said + (f"; {low} of {len(found.origins)} layers are not certain" if low else "")


def _told(origin: Origin) -> Origin:
    keyword = origin.instruction.partition(" ")[0].upper()
    return origin if keyword in _TELLING else replace(origin, instruction=keyword)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as opened:
            return opened.read(DOCKERFILE_BYTES + 1)
    except OSError as error:
        raise DockerfileMissingError(f"cannot read '{path}': {error.strerror}") from error
