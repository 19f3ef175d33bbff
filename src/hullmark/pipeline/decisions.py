"""Applies what people and suppliers decided: suppressions and VEX, each accounted for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from hullmark.config.settings import Settings
from hullmark.config.suppression_file import find_suppressions, read_suppressions
from hullmark.formats.vex.errors import UnreadableVexError
from hullmark.formats.vex.read import read_vex
from hullmark.kernel import clock, limits
from hullmark.merge.suppressions import problem_of, suppress
from hullmark.merge.vex import VexSubject, apply_vex, subject_of_target
from hullmark.model.finding import Finding
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.report import ScannerReport
from hullmark.model.scan import Target
from hullmark.model.suppression import Suppression
from hullmark.model.vex import VexStatement

_SHOWN = 20
"""Statements without effect that are named one by one; the others are counted."""


class Decided(NamedTuple):
    """Findings with what was decided about them, and a row for all that had no effect."""

    findings: tuple[Finding, ...]
    ledger: tuple[LedgerRow, ...]


def decide(
    findings: Iterable[Finding],
    *,
    targets: Sequence[Target],
    settings: Settings,
    reports: Mapping[str, Sequence[ScannerReport]] | None = None,
) -> Decided:
    """Return findings with suppressions and VEX applied; not one is left out.

    Args:
        findings: All of them.
        targets: What they were found in.
        settings: Where suppressions and VEX documents are.
        reports: Name of a target → what was read about it: under which names VEX may speak of it.

    Raises:
        ConfigError: The suppression file cannot be read.
        InputError: A VEX document cannot be read; what it says must not be lost in silence.
    """
    held = tuple(findings)
    file = settings.suppressions or find_suppressions(Path.cwd())
    if file is None and not settings.vex:
        return Decided(held, ())
    rows: list[LedgerRow] = []
    if file is not None:
        held = _suppressed(held, read_suppressions(file), rows)
    if settings.vex:
        subjects = {
            each.name: subject_of_target(each, (reports or {}).get(each.name, ()))
            for each in targets
        }
        held = _answered(held, settings.vex, subjects, rows)
    return Decided(held, tuple(rows))


def _suppressed(
    findings: tuple[Finding, ...], entries: Sequence[Suppression], rows: list[LedgerRow]
) -> tuple[Finding, ...]:
    today = clock.now().date()
    outcome = suppress(findings, entries, today=today)
    for entry, hits in zip(entries, outcome.hits, strict=True):
        problem = problem_of(entry, today=today)
        if problem:
            rows.append(_row(entry.source, Status.SKIPPED, f"not applied: {problem}"))
        else:
            said = f"accepts {hits} findings" if hits else "matches nothing here"
            rows.append(_row(entry.source, Status.RAN, said))
    return outcome.findings


def _answered(
    findings: tuple[Finding, ...],
    files: Sequence[Path],
    subjects: Mapping[str, VexSubject],
    rows: list[LedgerRow],
) -> tuple[Finding, ...]:
    statements: list[VexStatement] = []
    for file in files:
        document = read_vex(_bytes(file), source=str(file))
        statements += document.statements
        rows += [_row(str(file), Status.PARTIAL, problem) for problem in document.problems]
    by_target: defaultdict[str, list[int]] = defaultdict(list)
    for index, finding in enumerate(findings):
        by_target[finding.target].append(index)
    out = list(findings)
    unused = {id(statement): statement for statement in statements}
    for name, indexes in by_target.items():
        subject = subjects.get(name) or VexSubject(names=(name,))
        applied = apply_vex([findings[index] for index in indexes], statements, subject=subject)
        for index, finding in zip(indexes, applied.findings, strict=True):
            out[index] = finding
        idle = {id(statement) for statement in applied.unused}
        unused = {key: each for key, each in unused.items() if key in idle}
        rows += [_row("vex", Status.PARTIAL, note, target=name) for note in applied.notes]
    rows += _idle(list(unused.values()))
    return tuple(out)


def _idle(statements: Sequence[VexStatement]) -> list[LedgerRow]:
    rows = [
        _row(
            each.source, Status.SKIPPED, f"says nothing about what was found: {each.vulnerability}"
        )
        for each in statements[:_SHOWN]
    ]
    if len(statements) > _SHOWN:
        more = len(statements) - _SHOWN
        rows.append(_row("vex", Status.SKIPPED, f"{more} more statements about other things"))
    return rows


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(limits.JSON_BYTES + 1)
    except OSError as error:
        raise UnreadableVexError(f"cannot read '{file}': {error.strerror}") from error


def _row(check: str, status: Status, reason: str, *, target: str = "") -> LedgerRow:
    return LedgerRow(target=target, scanner="hullmark", check=check, status=status, reason=reason)
