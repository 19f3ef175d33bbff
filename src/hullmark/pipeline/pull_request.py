"""Compares the results of a change with those of its base: what it added, what it fixed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from hullmark.config.settings import Settings
from hullmark.kernel.errors import HullmarkError
from hullmark.merge.baseline import compare
from hullmark.model.baseline import OWN_CAUSES, BaselineState, Cause
from hullmark.model.finding import Finding
from hullmark.model.ledger import INCOMPLETE, LedgerRow, Status
from hullmark.model.lineage import category_of
from hullmark.model.pull_request import PullRequest
from hullmark.model.scan import ScanResult, Target, Verdict, VerdictStatus
from hullmark.pipeline.stored_result import read_scan_result
from hullmark.pipeline.verdict import verdict_of
from hullmark.report.base_layers import count_base_layers
from hullmark.report.words import plural


def read_results(files: Iterable[Path], *, what: str) -> tuple[list[ScanResult], list[LedgerRow]]:
    """Return the results that can be read, and a row for each file that cannot."""
    results, missing = [], []
    for file in files:
        try:
            results.append(read_scan_result(file))
        except HullmarkError as error:
            missing.append(missing_row(what, error.message))
    return results, missing


def missing_row(what: str, reason: str) -> LedgerRow:
    """Return the row of something without which nothing can be judged."""
    return LedgerRow(target="", scanner="hullmark", check=what, status=Status.ABSENT, reason=reason)


def joined(results: Sequence[ScanResult]) -> ScanResult:
    """Return several results as one; every component says whose it is."""
    if len(results) == 1:
        return results[0]
    owners: list[str] = []
    for each in results:
        only = each.targets[0].name if len(each.targets) == 1 else ""
        named = (*each.component_targets, *[""] * len(each.components))[: len(each.components)]
        owners += [name or only for name in named]
    return replace(
        results[0],
        created_at=max(each.created_at for each in results),
        targets=tuple(target for each in results for target in each.targets),
        components=tuple(part for each in results for part in each.components),
        component_targets=tuple(owners),
        removed=(),
        owned=(),
        findings=tuple(found for each in results for found in each.findings),
        ledger=tuple(row for each in results for row in each.ledger),
        data=tuple(dict.fromkeys(feed for each in results for feed in each.data)),
        verdict=worst_of([each.verdict for each in results]),
    )


def compare_pull_request(
    new: Sequence[ScanResult],
    old: Sequence[ScanResult],
    *,
    settings: Settings,
    missing: Iterable[LedgerRow] = (),
) -> PullRequest:
    """Return what the change did, and the verdict over what it caused.

    Args:
        new: Results of the change.
        old: Results of its base; without one nothing can be blamed on the change.
        settings: What fails.
        missing: Rows of what could not be had; each makes the verdict incomplete.
    """
    now = joined(new) if new else None
    ledger = [*missing, *(now.ledger if now else ())]
    if now is None or not old:
        open_now = [each for each in now.findings if not each.suppressed] if now else []
        return PullRequest(
            verdict=verdict_of((), ledger, settings=settings),
            unchanged=len(open_now),
            unknown=_unknown(ledger),
            compared=False,
        )
    before = joined(old)
    compared = compare(now, before, base_layers=count_base_layers)
    fresh = [each for each in compared.findings if _is_fresh(each)]
    added = tuple(each for each in fresh if each.cause in OWN_CAUSES)
    elsewhere = tuple(each for each in fresh if each.cause not in OWN_CAUSES)
    ledger += _untold(elsewhere)
    gone = [each for each in compared.absent if not each.suppressed]
    visible = sum(not each.suppressed for each in compared.findings)
    return PullRequest(
        verdict=verdict_of(
            added,
            ledger,
            settings=settings,
            targets=now.targets,
            components=now.components,
            component_targets=now.component_targets,
            baseline=compared.summary(
                source="the base of the change", created=before.created_at.isoformat()
            ),
        ),
        added=added,
        fixed=tuple(each for each in gone if each.cause in OWN_CAUSES),
        faded=tuple(each for each in gone if each.cause not in {*OWN_CAUSES, *_SILENT}),
        elsewhere=elsewhere,
        accepted=tuple(
            each
            for each in compared.findings
            if each.suppressed and each.cause == Cause.SUPPRESSION
        ),
        unchanged=visible - len(fresh),
        unknown=(*_unknown(ledger), *_silent(gone)),
    )


_SILENT: dict[str | None, str] = {
    Cause.SCANNER_ABSENCE: "it was not looked at as it was before",
    Cause.UNKNOWN: "the two results do not tell why",
}
"""Why something is not reported any more that may still be there."""


def _is_fresh(finding: Finding) -> bool:
    """Say whether a finding is open now and was not before."""
    if finding.suppressed:
        return False
    return finding.baseline_state is BaselineState.NEW or finding.cause == Cause.SUPPRESSION_EXPIRY


def _untold(findings: Iterable[Finding]) -> list[LedgerRow]:
    """Return a row where it is not known whether the change brought something."""
    count = sum(each.cause == Cause.UNKNOWN for each in findings)
    words = f"the two results do not tell where {count:,} new findings come from"
    return [missing_row("baseline", words)] if count else []


def _unknown(ledger: Iterable[LedgerRow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_sentence(row) for row in ledger if row.status in INCOMPLETE))


def _silent(gone: Iterable[Finding]) -> tuple[str, ...]:
    """Return a sentence per image for what is not reported any more without being fixed."""
    counts = Counter((each.target, _SILENT[each.cause]) for each in gone if each.cause in _SILENT)
    return tuple(
        f"{plural(count, 'finding')} of {target} not reported any more, which proves nothing: {why}"
        for (target, why), count in counts.items()
    )


def worst_of(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the worst verdict with the reasons of all: what failed outweighs what is unknown."""
    order = (VerdictStatus.PASS, VerdictStatus.WARN, VerdictStatus.INCOMPLETE, VerdictStatus.FAIL)
    worst = max(verdicts, key=lambda each: order.index(each.status))
    reasons = tuple(dict.fromkeys(reason for each in verdicts for reason in each.reasons))
    return replace(worst, reasons=reasons)


def _sentence(row: LedgerRow) -> str:
    what = f"{row.check} of {row.target}" if row.target else row.check
    return f"{what}: {row.status}" + (f", {row.reason}" if row.reason else "")


def targets_without_result(results: Sequence[ScanResult]) -> list[str]:
    """Return what was to be scanned and gave no target: its name stands in the ledger alone."""
    found = []
    for each in results:
        names: set[str] = {target.name for target in each.targets}
        found += [
            row.target
            for row in each.ledger
            if row.target and row.target not in names and row.status in INCOMPLETE
        ]
    return sorted(set(found))


def lineages_of(targets: Iterable[Target]) -> set[str]:
    """Return the names under which code scanning keeps the alerts of these targets."""
    return {category_of(target) for target in targets}
