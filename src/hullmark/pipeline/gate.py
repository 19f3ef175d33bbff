"""Judges JSON results again: of this machine or another, by today's policies."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from hullmark.config.settings import Settings
from hullmark.gate.errors import OtherResultError
from hullmark.kernel import limits
from hullmark.kernel.errors import InputError
from hullmark.model.scan import Reason, Verdict, VerdictStatus
from hullmark.pipeline.results import NotAResultError
from hullmark.pipeline.verdict import judged_json

_WORST = (VerdictStatus.FAIL, VerdictStatus.INCOMPLETE, VerdictStatus.WARN, VerdictStatus.PASS)


class JudgedFile(msgspec.Struct, frozen=True, kw_only=True):
    """One result file with its verdict."""

    file: str
    verdict: Verdict


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict over several result files, and of each."""

    verdict: Verdict
    files: tuple[JudgedFile, ...]


def gate(files: Sequence[Path], *, settings: Settings) -> Judgement:
    """Judge result files by the policies that the settings choose.

    A file that holds no result, or one of another version, makes the verdict incomplete.

    Raises:
        NotAResultError: The only file cannot be read at all.
        UnknownPolicyError: The settings name a policy that does not exist.
    """
    judged = [
        JudgedFile(file=str(file), verdict=_judged(file, settings, alone=len(files) == 1))
        for file in files
    ]
    if len(judged) == 1:
        return Judgement(verdict=judged[0].verdict, files=tuple(judged))
    status = min((each.verdict.status for each in judged), key=_WORST.index)
    reasons = [
        msgspec.structs.replace(reason, message=f"{each.file}: {reason.message}")
        for each in judged
        for reason in each.verdict.reasons
    ]
    verdict = Verdict(status=status, reasons=tuple(reasons), profile=settings.profile)
    return Judgement(verdict=verdict, files=tuple(judged))


def _judged(file: Path, settings: Settings, *, alone: bool) -> Verdict:
    try:
        return judged_json(_bytes(file), settings=settings, source=str(file))
    except OtherResultError as error:
        return _unjudged(error, file, settings)
    except InputError as error:
        if alone:
            raise
        return _unjudged(error, file, settings)


def _unjudged(error: InputError, file: Path, settings: Settings) -> Verdict:
    reason = Reason(
        message=f"{error.code}: {error.message}",
        policy="HM-GATE-0005",
        file=str(file),
        fix=error.hint or "",
    )
    return Verdict(status=VerdictStatus.INCOMPLETE, reasons=(reason,), profile=settings.profile)


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            data = opened.read(limits.JSON_BYTES + 1)
    except OSError as error:
        raise NotAResultError(f"cannot read '{file}': {error.strerror}") from error
    return data
