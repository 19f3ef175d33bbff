"""Holds a result against an earlier one: what is new, why, and what a change answers for."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from hullmark.config.settings import Settings
from hullmark.kernel.errors import InputError, UsageError
from hullmark.merge.baseline import Compared, compare, join_summaries
from hullmark.model.baseline import OWN_CAUSES, BaselineState, BaselineSummary, Cause
from hullmark.model.finding import Finding
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.scan import ScanResult
from hullmark.pipeline.verdict import asks_policies, verdict_of
from hullmark.report.base_layers import count_base_layers

STORE = "store"
"""What ``--baseline`` names instead of a file: the last recorded result of each target."""


class NoBaselineError(UsageError):
    """Only what is new is to fail, and there is nothing to compare with.

    Give the earlier result with ``--baseline``: a file that ``-o result.json`` wrote, or
    ``store``.
    """

    code = "HM1070"


class OtherBaselineError(InputError):
    """The baseline is a result of other targets; nothing in it can be compared.

    Name a result of the same image or repository: names are compared without tag and digest.
    """

    code = "HM2370"


def against_baseline(result: ScanResult, *, settings: Settings) -> ScanResult:
    """Return the result with state and cause of each finding, where settings name a baseline.

    With ``new_only`` the verdict is over what is new and caused by code or base image; what is new
    for a reason that cannot be told makes it incomplete. Policies are asked once more, since they
    may ask for what is new.

    Raises:
        NoBaselineError: ``new_only`` without a baseline.
        NotAResultError: The baseline cannot be read, or is something else.
        OtherBaselineError: It is about other targets altogether.
    """
    if settings.baseline is None:
        if settings.new_only:
            raise NoBaselineError(
                "--new-only has nothing to compare with",
                hint="name an earlier result: --baseline result.json",
            )
        return result
    held, summary, rows = _compared(result, settings)
    ledger = [*result.ledger, *rows]
    if settings.new_only:
        ledger += _untold(held)
    told = replace(result, findings=held.findings, absent=held.absent, baseline=summary)
    told = replace(told, ledger=tuple(ledger))
    if settings.new_only:
        return _judged(told, _own(told.findings), settings)
    return _judged(told, told.findings, settings) if asks_policies(settings) else told


def caused_by_change(finding: Finding) -> bool:
    """Say whether a finding is new and whoever changed the repository answers for it."""
    return finding.baseline_state is BaselineState.NEW and finding.cause in OWN_CAUSES


def _compared(
    result: ScanResult, settings: Settings
) -> tuple[Compared, BaselineSummary, list[LedgerRow]]:
    assert settings.baseline is not None
    source = str(settings.baseline)
    if source == STORE and not Path(source).exists():
        return _with_store(result, settings)
    from hullmark.pipeline.stored_result import read_scan_result  # noqa: PLC0415 - only with one

    old = read_scan_result(settings.baseline)
    held = compare(result, old, base_layers=count_base_layers)
    if result.targets and not held.common:
        theirs = ", ".join(f"'{each.name}'" for each in old.targets) or "nothing"
        ours = ", ".join(f"'{each.name}'" for each in result.targets)
        raise OtherBaselineError(
            f"the baseline '{source}' is about {theirs} and not about {ours}",
            hint="name an earlier result of the same target; tag and digest may differ",
        )
    summary = held.summary(source=source, created=old.created_at.isoformat())
    return held, summary, _rows(held, summary)


def _with_store(
    result: ScanResult, settings: Settings
) -> tuple[Compared, BaselineSummary, list[LedgerRow]]:
    """Compare each target with what was last recorded of it; one without is compared with none."""
    from hullmark.pipeline.remembering.memory import find_previous  # noqa: PLC0415 - only with the store

    findings: dict[int, Finding] = {}
    absent: list[Finding] = []
    summaries: list[BaselineSummary] = []
    unknown: list[str] = []
    common = 0
    for target in result.targets:
        positions = [at for at, each in enumerate(result.findings) if each.target == target.name]
        old = find_previous(settings, target)
        if old is None:
            unknown.append(target.name)
            old = replace(result, targets=(), components=(), findings=(), ledger=())
        part = replace(
            result,
            targets=(target,),
            findings=tuple(result.findings[at] for at in positions),
            ledger=tuple(row for row in result.ledger if row.target in {"", target.name}),
        )
        held = compare(part, old, base_layers=count_base_layers)
        findings |= dict(zip(positions, held.findings, strict=True))
        absent += held.absent
        common += held.common
        summaries.append(held.summary(source=STORE, created=old.created_at.isoformat()))
    whole = Compared(
        findings=tuple(findings.get(at, each) for at, each in enumerate(result.findings)),
        absent=tuple(absent),
        common=common,
        added=tuple(unknown),
        missing=(),
    )
    summary = join_summaries(summaries)
    return whole, summary, _rows(whole, summary)


def _rows(held: Compared, summary: BaselineSummary) -> list[LedgerRow]:
    rows = [_row("", Status.RAN, f"{summary.source}: {summary.words()}")]
    rows += [
        _row(name, Status.RAN, "not in the baseline: all that is found in it is new")
        for name in held.added
    ]
    rows += [
        _row(name, Status.SKIPPED, "in the baseline and not looked at now") for name in held.missing
    ]
    return rows


def _untold(held: Compared) -> Iterable[LedgerRow]:
    """Yield a row where it cannot be told whether the change brought something."""
    count = sum(
        each.baseline_state is BaselineState.NEW
        and each.cause == Cause.UNKNOWN
        and not each.suppressed
        for each in held.findings
    )
    if count:
        words = (
            f"{count} new findings whose cause the two results do not tell: neither holds an "
            "inventory or a digest"
        )
        yield _row("", Status.PARTIAL, words)


def _judged(result: ScanResult, findings: Sequence[Finding], settings: Settings) -> ScanResult:
    return replace(
        result,
        verdict=verdict_of(
            findings,
            result.ledger,
            settings=settings,
            targets=result.targets,
            components=result.components,
            component_targets=result.component_targets,
            baseline=result.baseline,
        ),
    )


def _own(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if caused_by_change(finding)]


def _row(target: str, status: Status, reason: str) -> LedgerRow:
    return LedgerRow(
        target=target, scanner="hullmark", check="baseline", status=status, reason=reason
    )
