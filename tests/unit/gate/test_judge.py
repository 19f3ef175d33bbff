"""The gate: which findings fail, what makes a verdict incomplete, what it exits with."""

import pytest

from hullmark.gate.judge import Profile, exit_status, judge
from hullmark.model.component import Component, Purl
from hullmark.model.finding import Finding, Fingerprint, FixState, Kind, Priority
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.scan import Verdict, VerdictStatus
from hullmark.model.severity import Severity

RAN = LedgerRow(target="app", scanner="native", check="vulnerabilities", status=Status.RAN)


def finding(
    severity: Severity,
    *,
    number: int = 1,
    fixed: bool = False,
    exploited: bool = False,
    suppressed: bool = False,
    kind: Kind = Kind.VULNERABILITY,
) -> Finding:
    """Build a finding that differs from the others in what the gate reads."""
    return Finding(
        id=Fingerprint(f"{number:064x}"),
        kind=kind,
        identifiers=(f"CVE-2026-{number:04}",),
        title="a flaw",
        severity=severity,
        rating=None,
        component=Component(name="x", version="1", purl=Purl("pkg:pypi/x@1"), type="pypi"),
        fixed_in=("2",) if fixed else (),
        fix_state=FixState.FIXED if fixed else FixState.NOT_FIXED,
        priority=Priority(known_exploited=exploited),
        suppressed=suppressed,
    )


def row(status: Status, *, reason: str = "") -> LedgerRow:
    """Build a ledger row."""
    return LedgerRow(
        target="app", scanner="native", check="vulnerabilities", status=status, reason=reason
    )


def test_nothing_found_and_everything_looked_at_passes() -> None:
    """A clean ledger without findings is the only pass without reasons."""
    verdict = judge([], [RAN])
    assert verdict == Verdict(status=VerdictStatus.PASS, profile="balanced")


@pytest.mark.parametrize(
    ("profile", "severity", "fixed", "exploited", "fails"),
    [
        ("balanced", Severity.CRITICAL, True, False, True),
        ("balanced", Severity.CRITICAL, False, False, False),
        ("balanced", Severity.HIGH, True, True, False),
        ("strict", Severity.CRITICAL, False, False, True),
        ("strict", Severity.HIGH, False, False, True),
        ("strict", Severity.MEDIUM, True, False, False),
        ("strict", Severity.LOW, False, True, True),
        ("strict", Severity.UNKNOWN, False, False, False),
        ("observe", Severity.CRITICAL, True, True, False),
    ],
)
def test_profile_decides_what_fails(
    profile: Profile, severity: Severity, *, fixed: bool, exploited: bool, fails: bool
) -> None:
    """Each profile fails on exactly what its row of the table says."""
    one = finding(severity, fixed=fixed, exploited=exploited)
    assert (judge([one], [RAN], profile=profile).status is VerdictStatus.FAIL) is fails


@pytest.mark.parametrize("level", [level for level in Severity if level is not Severity.UNKNOWN])
@pytest.mark.parametrize("severity", list(Severity))
def test_fail_on_fails_at_or_above_the_level(level: Severity, severity: Severity) -> None:
    """Unknown severity reaches no level; every other one is compared by rank."""
    verdict = judge([finding(severity)], [RAN], profile="observe", fail_on=level)
    assert (verdict.status is VerdictStatus.FAIL) is (severity.rank >= level.rank)


@pytest.mark.parametrize("severity", list(Severity))
def test_fail_on_unknown_fails_on_any_finding(severity: Severity) -> None:
    """``unknown`` is the level below all others."""
    verdict = judge([finding(severity)], [RAN], profile="observe", fail_on=Severity.UNKNOWN)
    assert verdict.status is VerdictStatus.FAIL


def test_fail_on_never_weakens_the_profile() -> None:
    """A level adds to what the profile fails on."""
    one = finding(Severity.HIGH)
    verdict = judge([one], [RAN], profile="strict", fail_on=Severity.CRITICAL)
    assert verdict.status is VerdictStatus.FAIL


def test_suppressed_findings_count_nowhere() -> None:
    """Neither to fail nor to warn."""
    one = finding(Severity.CRITICAL, fixed=True, exploited=True, suppressed=True)
    for profile in ("strict", "balanced", "observe"):
        assert judge([one], [RAN], profile=profile).status is VerdictStatus.PASS


@pytest.mark.parametrize(
    "status",
    [
        Status.STALE,
        Status.STARTER,
        Status.UNSUPPORTED,
        Status.PARTIAL,
        Status.FAILED,
        Status.ABSENT,
    ],
)
@pytest.mark.parametrize("profile", ["strict", "balanced", "observe"])
def test_what_could_not_be_looked_at_is_incomplete(status: Status, profile: Profile) -> None:
    """Without a failing finding such a row makes the verdict incomplete under every profile."""
    verdict = judge([], [RAN, row(status, reason="because")], profile=profile)
    assert verdict.status is VerdictStatus.INCOMPLETE
    assert "because" in verdict.reasons[0].message
    assert exit_status(verdict) == 11


@pytest.mark.parametrize("status", [Status.RAN, Status.CACHED, Status.END_OF_LIFE, Status.SKIPPED])
def test_other_rows_leave_the_verdict_alone(status: Status) -> None:
    """What ran, or was left out on request, proves what it proves."""
    assert judge([], [row(status)]).status is VerdictStatus.PASS


def test_failing_outranks_incomplete_and_keeps_its_reasons() -> None:
    """A reader of a failed verdict still learns what could not be looked at."""
    verdict = judge([finding(Severity.CRITICAL, fixed=True)], [row(Status.STALE, reason="old")])
    assert verdict.status is VerdictStatus.FAIL
    assert any("old" in reason.message for reason in verdict.reasons)
    assert exit_status(verdict) == 10


def test_reasons_count_and_point_at_findings() -> None:
    """One summary per rule, then one reason per finding with its fingerprint."""
    found = [finding(Severity.CRITICAL, number=number, fixed=True) for number in range(1, 7)]
    verdict = judge([*found, finding(Severity.CRITICAL, number=9)], [RAN])
    summary, *each = verdict.reasons
    assert summary.message == "6 critical with a fix"
    assert summary.finding is None
    assert [reason.finding for reason in each] == [one.id for one in found]
    assert each[0].message == "CVE-2026-0001 in x 1 is critical, fixed in 2"


def test_strict_counts_levels_in_words() -> None:
    """Critical and high stand side by side, the worst first."""
    found = [finding(Severity.HIGH, number=n) for n in (1, 2)] + [finding(Severity.CRITICAL)]
    assert judge(found, [RAN], profile="strict").reasons[0].message == "1 critical, 2 high"


def test_what_passes_but_deserves_a_look_warns() -> None:
    """High, exploited and unrated findings warn and exit 0."""
    found = [finding(Severity.HIGH, exploited=True), finding(Severity.UNKNOWN, number=2)]
    verdict = judge(found, [RAN])
    assert verdict.status is VerdictStatus.WARN
    assert [reason.message for reason in verdict.reasons] == [
        "1 high",
        "1 known to be exploited",
        "1 of unknown severity",
    ]
    assert exit_status(verdict) == 0


def test_a_critical_secret_is_always_fixable() -> None:
    """Only vulnerabilities wait for a vendor; everything else is the owner's to change."""
    verdict = judge([finding(Severity.CRITICAL, kind=Kind.SECRET)], [RAN])
    assert verdict.status is VerdictStatus.FAIL


def test_exit_statuses_are_the_promised_ones() -> None:
    """0 for pass and warn, 10 for fail, 11 for incomplete."""
    statuses = {status: exit_status(Verdict(status=status)) for status in VerdictStatus}
    assert statuses == {
        VerdictStatus.PASS: 0,
        VerdictStatus.WARN: 0,
        VerdictStatus.FAIL: 10,
        VerdictStatus.INCOMPLETE: 11,
    }
