"""Joins what scanners said with what our own engine found, and holds their answers against it."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from hullmark.config.settings import Settings
from hullmark.merge.violations import Canonical, own_rule
from hullmark.model.ecosystem import OS_TYPES
from hullmark.model.finding import Finding, Kind
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.scan import Target
from hullmark.pipeline.merging import Aliases, join_reports
from hullmark.pipeline.running.adapters import runnable, runs_of
from hullmark.pipeline.running.outcome import Outcome

if TYPE_CHECKING:
    from hullmark.model.report import ScannerReport

_NATIVE_CHECK = "vulnerabilities ("


def join_outcomes(
    outcomes: Sequence[Outcome],
    findings: Sequence[Finding],
    ledger: Iterable[LedgerRow],
    *,
    targets: Sequence[Target],
    settings: Settings,
    aliases: Aliases,
) -> tuple[list[Finding], list[LedgerRow]]:
    """Return the findings of everybody and the rows of the scanners.

    Args:
        outcomes: How each scanner fared on each target.
        findings: Our own.
        ledger: Our own, which says what we could not look up.
        targets: What was scanned.
        settings: Where an organisation's checks are.
        aliases: What is known of ids.
    """
    canonical = _canonical(outcomes, settings)
    known = {target.name: target for target in targets}
    by_target: dict[str, list[ScannerReport]] = {}
    for outcome in outcomes:
        by_target.setdefault(outcome.row.target, []).extend(outcome.reports)
    joined: list[Finding] = []
    for name in dict.fromkeys((*(each.target for each in findings), *by_target)):
        own = [each for each in findings if each.target == name]
        reports = by_target.get(name, [])
        if reports:
            target = known.get(name) or reports[0].target
            own = list(
                join_reports(own, reports, target=target, aliases=aliases, canonical=canonical)
            )
        joined += own
    unknown = _unknown_to_us(ledger)
    rows = [_held_against(each, unknown) for each in outcomes]
    return joined, [row for outcome in rows for row in (outcome.row, *outcome.more)]


def _canonical(outcomes: Iterable[Outcome], settings: Settings) -> Canonical:
    """Return which rules of several scanners are one; read only where a rule was broken."""
    kinds = {
        violation.kind
        for outcome in outcomes
        for report in outcome.reports
        for violation in report.violations
    }
    if not kinds - {Kind.SECRET}:
        return own_rule
    from hullmark.checks.bundle import load_bundle  # noqa: PLC0415 - vulnerabilities need it not
    from hullmark.pipeline.check import canonical_of  # noqa: PLC0415

    found: Callable[[str, str], str] = canonical_of(load_bundle(settings.check_paths))
    return found


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
