"""Findings and ledger as a verdict: pass, warn, fail or incomplete, with reasons.

========  =====================================================================================
profile   fails on
========  =====================================================================================
strict    any finding of severity high or critical; any that is known to be exploited
balanced  critical findings that can be fixed
observe   nothing
========  =====================================================================================

``fail_on LEVEL`` adds to the profile: any finding at or above the level fails. Unknown severity is
neither above nor below a level, so it does not reach one; it is a reason to warn. Only
``fail_on unknown`` means every finding, whatever its severity.

Suppressed findings count nowhere. Where nothing fails and the ledger says that something could not
be looked at, the verdict is ``incomplete`` under every profile: silence proves nothing then.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, Literal, assert_never

from hullmark.model.finding import Finding, FixState, Kind
from hullmark.model.ledger import INCOMPLETE, LedgerRow
from hullmark.model.scan import Reason, Verdict, VerdictStatus
from hullmark.model.severity import Severity

Profile = Literal["strict", "balanced", "observe"]
PROFILES: Final[tuple[Profile, ...]] = ("strict", "balanced", "observe")

EXIT_FAIL: Final = 10
EXIT_INCOMPLETE: Final = 11


def judge(
    findings: Iterable[Finding],
    ledger: Iterable[LedgerRow],
    *,
    profile: Profile = "balanced",
    fail_on: Severity | None = None,
) -> Verdict:
    """Return the verdict over what was found and what could be looked at.

    Reasons without a fingerprint are the summary, one per rule, with counts; each is followed by
    one reason per finding that it counts.
    """
    active = [finding for finding in findings if not finding.suppressed]
    failing = _failing(active, profile, fail_on)
    missing = _missing(ledger)
    if failing:
        return Verdict(status=VerdictStatus.FAIL, reasons=(*failing, *missing), profile=profile)
    warnings = _warnings(active)
    if missing:
        return Verdict(
            status=VerdictStatus.INCOMPLETE, reasons=(*missing, *warnings), profile=profile
        )
    status = VerdictStatus.WARN if warnings else VerdictStatus.PASS
    return Verdict(status=status, reasons=warnings, profile=profile)


def exit_status(verdict: Verdict) -> int:
    """Return what a program that gates on the verdict exits with: 0, 10 (fail), 11 (incomplete)."""
    match verdict.status:
        case VerdictStatus.PASS | VerdictStatus.WARN:
            return 0
        case VerdictStatus.FAIL:
            return EXIT_FAIL
        case VerdictStatus.INCOMPLETE:
            return EXIT_INCOMPLETE
        case _ as never:
            assert_never(never)


def _failing(
    findings: Sequence[Finding], profile: Profile, fail_on: Severity | None
) -> tuple[Reason, ...]:
    reasons: list[Reason] = []
    match profile:
        case "strict":
            reasons += _severe(findings, "HM-GATE-0002", at_least=Severity.HIGH)
            reasons += _counted(findings, "HM-GATE-0003", _exploited, "known to be exploited")
        case "balanced":
            reasons += _counted(findings, "HM-GATE-0001", _fixable_critical, "critical with a fix")
        case "observe":
            pass
        case _ as never:
            assert_never(never)
    if fail_on is Severity.UNKNOWN:
        reasons += _counted(findings, "HM-GATE-0004", lambda _: True, "of any severity")
    elif fail_on is not None:
        reasons += _severe(findings, "HM-GATE-0004", at_least=fail_on)
    return tuple(reasons)


def _severe(findings: Sequence[Finding], policy: str, *, at_least: Severity) -> list[Reason]:
    """Count findings at or above a level, each level in its own words (``2 critical, 5 high``)."""
    hit = [finding for finding in findings if finding.severity.rank >= at_least.rank]
    if not hit:
        return []
    levels = sorted({finding.severity for finding in hit}, key=lambda level: -level.rank)
    words = ", ".join(
        f"{sum(finding.severity is level for finding in hit)} {level}" for level in levels
    )
    return [Reason(message=words, policy=policy), *_each(hit, policy)]


def _counted(
    findings: Sequence[Finding], policy: str, rule: Callable[[Finding], bool], words: str
) -> list[Reason]:
    hit = [finding for finding in findings if rule(finding)]
    if not hit:
        return []
    return [Reason(message=f"{len(hit)} {words}", policy=policy), *_each(hit, policy)]


def _each(findings: Iterable[Finding], policy: str) -> Iterable[Reason]:
    for finding in findings:
        yield Reason(message=_sentence(finding), policy=policy, finding=finding.id)


def _sentence(finding: Finding) -> str:
    component = finding.component
    name = finding.identifiers[0] if finding.identifiers else finding.title
    if component is None:
        return finding.title
    place = f"{component.name} {component.version}".strip()
    fix = f", fixed in {', '.join(finding.fixed_in)}" if finding.fixed_in else ""
    return f"{name} in {place} is {finding.severity}{fix}"


def _fixable_critical(finding: Finding) -> bool:
    return finding.severity is Severity.CRITICAL and _fixable(finding)


def _fixable(finding: Finding) -> bool:
    """Say whether the owner of the image can do something: only vendors fix vulnerabilities."""
    if finding.kind is not Kind.VULNERABILITY:
        return True
    return finding.fix_state is FixState.FIXED or bool(finding.fixed_in)


def _exploited(finding: Finding) -> bool:
    return finding.priority.known_exploited


def _missing(ledger: Iterable[LedgerRow]) -> tuple[Reason, ...]:
    rows = [row for row in ledger if row.status in INCOMPLETE]
    return tuple(
        dict.fromkeys(Reason(message=_row_sentence(row), policy="HM-GATE-0005") for row in rows)
    )


def _row_sentence(row: LedgerRow) -> str:
    place = f"{row.check} of {row.target}" if row.target else row.check
    reason = f": {row.reason}" if row.reason else ""
    return f"{place} by {row.scanner} is {row.status}{reason}"


def _warnings(findings: Sequence[Finding]) -> tuple[Reason, ...]:
    """Say what a person should still look at although the gate lets it through."""
    counts = (
        (sum(finding.severity is Severity.CRITICAL for finding in findings), "critical"),
        (sum(finding.severity is Severity.HIGH for finding in findings), "high"),
        (sum(_exploited(finding) for finding in findings), "known to be exploited"),
        (sum(finding.severity is Severity.UNKNOWN for finding in findings), "of unknown severity"),
    )
    return tuple(
        Reason(message=f"{count} {words}", policy="HM-GATE-0006")
        for count, words in counts
        if count
    )
