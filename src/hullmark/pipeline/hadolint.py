"""Lets hadolint look at Dockerfiles too, where it is installed; its findings join ours."""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from hullmark.formats.errors import BrokenDocumentError
from hullmark.formats.strict import decode_json
from hullmark.kernel import processes
from hullmark.kernel.errors import ToolError
from hullmark.model.component import Location
from hullmark.model.finding import Kind
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.severity import Rating, Severity
from hullmark.model.violation import Violation

NAME = "hadolint"
_TIME_S = 120.0
_FILES = 200
"""Files of one call: a command line has room for that."""
_LEVELS = {
    "error": Severity.HIGH,
    "warning": Severity.MEDIUM,
    "info": Severity.LOW,
    "style": Severity.NEGLIGIBLE,
}
_PAGES = "https://github.com/hadolint/hadolint/wiki/"
_SHELLCHECK_PAGES = "https://www.shellcheck.net/wiki/"


class Result(msgspec.Struct, frozen=True):
    """One line of hadolint's JSON."""

    file: str
    line: int
    column: int
    level: Literal["error", "warning", "info", "style"]
    code: str
    message: str


def find_hadolint() -> str | None:
    """Return the program: on PATH, or beside the interpreter where a wheel puts it."""
    beside = Path(sys.executable).parent / NAME
    return shutil.which(NAME) or (str(beside) if os.access(beside, os.X_OK) else None)


def run_hadolint(
    program: str, files: Sequence[tuple[Path, str]], *, target: str
) -> tuple[list[Violation], list[LedgerRow]]:
    """Return what hadolint says about files (path on disk, path as shown), and how it went."""
    found: list[Violation] = []
    shown = {str(path): name for path, name in files}
    for start in range(0, len(files), _FILES):
        part = [str(path) for path, _ in files[start : start + _FILES]]
        try:
            done = processes.run((program, "--no-fail", "-f", "json", *part), timeout_s=_TIME_S)
            results = decode_json(done.output, as_=list[Result], source=NAME)
        except (ToolError, BrokenDocumentError) as error:
            row = LedgerRow(
                target=target,
                scanner=NAME,
                check="Dockerfiles",
                status=Status.FAILED,
                reason=error.message,
            )
            return found, [row]
        found += [_violation(each, shown.get(each.file, each.file)) for each in results]
    row = LedgerRow(
        target=target,
        scanner=NAME,
        check="Dockerfiles",
        status=Status.RAN,
        reason=f"{len(files)} files",
    )
    return found, [row]


def _violation(result: Result, path: str) -> Violation:
    pages = _SHELLCHECK_PAGES if result.code.startswith("SC") else _PAGES
    return Violation(
        kind=Kind.MISCONFIGURATION,
        rule=result.code,
        title=result.message,
        message=result.message,
        ratings=(Rating(source=NAME, level=_LEVELS[result.level], label=result.level),),
        subject=path,
        locations=(Location(path=path, line=result.line, column=result.column),),
        references=(f"{pages}{result.code}",),
        scanner=NAME,
    )
