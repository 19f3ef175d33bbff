"""Findings and ledger as a verdict: pass, warn, fail or incomplete, with reasons.

========  =====================================================================================
profile   fails on
========  =====================================================================================
strict    any finding of severity high or critical; any that is known to be exploited; any
          secret; anything past its end of life
balanced  critical findings that can be fixed
observe   nothing
========  =====================================================================================

``fail_on LEVEL`` adds to the profile: any finding at or above the level fails. Unknown severity is
neither above nor below a level, so it does not reach one; it is a reason to warn. Only
``fail_on unknown`` means every finding, whatever its severity.

Suppressed findings count nowhere. Where nothing fails and the ledger says that something could not
be looked at, the verdict is ``incomplete`` under every profile: silence proves nothing then.

The policies below ``policies/gate`` say the same in Rego, and a test holds both together. This is
the short way for a scan that asks for nothing more: it starts no engine and reads no policy.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, Literal, assert_never

from hullmark.gate.sentences import file_of, fix_of, on_one_line, sentence
from hullmark.model.finding import Finding, FixState, Kind
from hullmark.model.ledger import INCOMPLETE, LedgerRow, Status
from hullmark.model.scan import Reason, Verdict, VerdictStatus
from hullmark.model.severity import Severity

Profile = Literal["strict", "balanced", "observe"]
PROFILES: Final[tuple[Profile, ...]] = ("strict", "balanced", "observe")

REMEDIES: Final = {
    "HM-GATE-0001": "Update the component to a version that fixes it; for secrets and settings,"
    " change them.",
    "HM-GATE-0002": "Update or remove the component, or accept the finding in the suppression"
    " file.",
    "HM-GATE-0003": "Update the component now; without a fix, take it out or shut off the way to"
    " it.",
    "HM-GATE-0004": "Update the component, or accept the finding in the suppression file.",
    "HM-GATE-0005": "The row says what is missing: update the data, name the platform, mend the"
    " file, install the scanner.",
    "HM-GATE-0007": "Revoke the secret first, then take it out of file and history; give it to"
    " builds as a secret mount.",
    "HM-GATE-0008": "Move to a release that is supported.",
}
"""What each policy's METADATA says is to be done; a test keeps them in step."""

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
    rows = list(ledger)
    failing = _failing(active, rows, profile, fail_on)
    missing = _missing(rows)
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
    findings: Sequence[Finding],
    rows: Iterable[LedgerRow],
    profile: Profile,
    fail_on: Severity | None,
) -> tuple[Reason, ...]:
    reasons: list[Reason] = []
    match profile:
        case "strict":
            reasons += _severe(findings, "HM-GATE-0002", at_least=Severity.HIGH)
            reasons += _counted(findings, "HM-GATE-0003", _exploited, "known to be exploited")
            reasons += _counted(findings, "HM-GATE-0007", _secret, "secrets")
            reasons += _counted(findings, "HM-GATE-0008", _ended, "past the end of life")
            reasons += dict.fromkeys(_ended_rows(rows))
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
    return tuple(sorted(reasons, key=lambda reason: reason.policy))


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
        yield Reason(
            message=sentence(finding, finding.severity),
            policy=policy,
            finding=finding.id,
            file=file_of(finding),
            fix=fix_of(finding) or REMEDIES[policy],
        )


def _fixable_critical(finding: Finding) -> bool:
    return finding.severity is Severity.CRITICAL and _fixable(finding)


def _fixable(finding: Finding) -> bool:
    """Say whether the owner of the image can do something: only vendors fix vulnerabilities."""
    if finding.kind is not Kind.VULNERABILITY:
        return True
    return finding.fix_state is FixState.FIXED or bool(finding.fixed_in)


def _exploited(finding: Finding) -> bool:
    return finding.priority.known_exploited


def _secret(finding: Finding) -> bool:
    return finding.kind is Kind.SECRET


def _ended(finding: Finding) -> bool:
    return finding.kind is Kind.END_OF_LIFE


def _ended_rows(rows: Iterable[LedgerRow]) -> Iterable[Reason]:
    for row in rows:
        if row.status is Status.END_OF_LIFE:
            yield Reason(
                message=on_one_line(f"{row.target} is past its end of life, says {row.scanner}"),
                policy="HM-GATE-0008",
                fix=REMEDIES["HM-GATE-0008"],
            )


def _missing(ledger: Iterable[LedgerRow]) -> tuple[Reason, ...]:
    rows = [row for row in ledger if row.status in INCOMPLETE]
    return tuple(
        dict.fromkeys(
            Reason(
                message=_row_sentence(row),
                policy="HM-GATE-0005",
                fix=REMEDIES["HM-GATE-0005"],
            )
            for row in rows
        )
    )


def _row_sentence(row: LedgerRow) -> str:
    place = f"{row.check} of {row.target}" if row.target else row.check
    reason = f": {row.reason}" if row.reason else ""
    return on_one_line(f"{place} by {row.scanner} is {row.status}{reason}")


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
