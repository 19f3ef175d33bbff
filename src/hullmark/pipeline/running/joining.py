"""Joins what scanners said with what our own engine found, and holds their answers against it."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from hullmark.config.settings import Settings
from hullmark.merge.silences import Blind, with_silences
from hullmark.model.component import Component
from hullmark.model.ecosystem import OS_TYPES
from hullmark.model.finding import Finding
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.report import ScannerReport
from hullmark.model.scan import Target
from hullmark.model.silence import SilenceKind
from hullmark.pipeline.merging import Aliases, ImageFindings, canonical_rules, join_reports, sum_row
from hullmark.pipeline.running.adapters import runnable, runs_of
from hullmark.pipeline.running.outcome import Outcome

_NATIVE = "native"
_NATIVE_CHECK = "vulnerabilities ("


def join_outcomes(
    outcomes: Sequence[Outcome],
    findings: Sequence[Finding],
    ledger: Iterable[LedgerRow],
    *,
    targets: Sequence[Target],
    inventories: Mapping[str, Sequence[Component]],
    settings: Settings,
    aliases: Aliases,
) -> tuple[list[Finding], list[LedgerRow]]:
    """Return the findings of everybody, with who is silent and why, and the rows of the scanners.

    Args:
        outcomes: How each scanner fared on each target.
        findings: Our own.
        ledger: Our own, which says what we could not look up.
        targets: What was scanned.
        inventories: Name of a target → what we saw in it.
        settings: Where an organisation's checks are.
        aliases: What is known of ids.
    """
    rows = list(ledger)
    unknown = _unknown_to_us(rows)
    held = [_held_against(each, unknown) for each in outcomes]
    by_target: dict[str, list[Outcome]] = {}
    for outcome in held:
        by_target.setdefault(outcome.row.target, []).append(outcome)
    canonical = canonical_rules((each for it in held for each in it.reports), settings)
    known = {target.name: target for target in targets}
    joined: list[Finding] = []
    sums: list[LedgerRow] = []
    for name in dict.fromkeys((*(each.target for each in findings), *by_target)):
        own = [each for each in findings if each.target == name]
        reports = [report for each in by_target.get(name, ()) for report in each.reports]
        if target := known.get(name) or next((each.target for each in reports), None):
            if reports:
                count = len(own)
                own = list(
                    join_reports(own, reports, target=target, aliases=aliases, canonical=canonical)
                )
                sums.append(_sum(target, reports, own, count))
            about = [row for row in rows if row.scanner == _NATIVE and row.target in ("", name)]
            ours = _own_report(target, inventories.get(name, ()), about)
            own = list(
                with_silences(
                    own,
                    [ours, *_answers(by_target.get(name, ()), target)],
                    looking=_looking(),
                    blind=_blind(about, ours.components),
                )
            )
        joined += own
    return joined, [*(row for each in held for row in (each.row, *each.more)), *sums]


def _sum(
    target: Target, reports: Sequence[ScannerReport], findings: Sequence[Finding], own: int
) -> LedgerRow:
    """Return what became of all results, before anybody decided about them."""
    image = ImageFindings(
        target=target,
        reports=tuple(reports),
        findings=tuple(findings),
        results=sum(report.results for report in reports),
        ignored=sum(report.ignored for report in reports),
    )
    return sum_row(image, suppressed=sum(each.suppressed for each in findings), own=own)


def _answers(outcomes: Iterable[Outcome], target: Target) -> list[ScannerReport]:
    """Return what scanners said, and for those that said nothing how they ended."""
    answers = []
    for outcome in outcomes:
        row = outcome.row
        if outcome.reports and row.status is Status.UNSUPPORTED:
            answers += [
                replace(each, status=row.status, reason=row.reason) for each in outcome.reports
            ]
        elif outcome.reports:
            answers += outcome.reports
        elif row.status is not Status.SKIPPED:
            answers.append(
                ScannerReport(
                    scanner=row.scanner, target=target, status=row.status, reason=row.reason
                )
            )
    return answers


def _looking() -> list[str]:
    """Return the scanners of which vulnerabilities are expected."""
    return [name for name, each in runnable().items() if "vulnerabilities" in runs_of(each).check]


def _own_report(
    target: Target, components: Sequence[Component], about: Iterable[LedgerRow]
) -> ScannerReport:
    dates = [row.data_date for row in about if row.data_date]
    return ScannerReport(
        scanner=_NATIVE,
        target=target,
        components=tuple(components),
        data_date=max(dates, default=None),
    )


def _blind(about: Iterable[LedgerRow], components: Iterable[Component]) -> Blind:
    """Return for which types of packages our own silence proves nothing, and why."""
    blind: dict[tuple[str, str], tuple[SilenceKind, str]] = {}
    for row in about:
        if row.status is Status.STARTER:
            for kind in {component.type for component in components}:
                blind[_NATIVE, kind] = (SilenceKind.OLDER_DATA, row.reason)
        elif row.status is Status.UNSUPPORTED and row.check.startswith(_NATIVE_CHECK):
            kind = row.check.removeprefix(_NATIVE_CHECK).rstrip(")")
            blind[_NATIVE, kind] = (SilenceKind.UNSUPPORTED, row.reason)
    return blind


def _unknown_to_us(ledger: Iterable[LedgerRow]) -> dict[str, str]:
    """Return targets of whose release no advisories are known → why."""
    return {
        row.target: row.reason
        for row in ledger
        if row.scanner == "native"
        and row.status is Status.UNSUPPORTED
        and row.check.startswith(_NATIVE_CHECK)
        and row.check.removeprefix(_NATIVE_CHECK).rstrip(")") in OS_TYPES
    }


def _held_against(outcome: Outcome, unknown: dict[str, str]) -> Outcome:
    """Take a silent answer about an unknown release for what it is: no answer.

    Grype says nothing and ends well on a release that its database does not know.
    """
    row = outcome.row
    reason = unknown.get(row.target)
    adapter = runnable().get(row.scanner)
    looks = adapter is not None and "vulnerabilities" in runs_of(adapter).check
    if not reason or not looks or row.status not in (Status.RAN, Status.CACHED):
        return outcome
    if any(claim.component.type in OS_TYPES for each in outcome.reports for claim in each.claims):
        return outcome
    said = f"silent about a release that we know nothing of either ({reason}); {row.reason}"
    return replace(outcome, row=replace(row, status=Status.UNSUPPORTED, reason=said))
