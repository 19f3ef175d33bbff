"""The gate: the short way says what the policies say, and no batch size changes a verdict."""

from operator import attrgetter

from hypothesis import given, settings
from hypothesis import strategies as st

from gate_results import TODAY, finding, judged, result
from hullmark.gate.asking import Asking
from hullmark.gate.evidence import Evidence
from hullmark.gate.judge import PROFILES, Profile, judge
from hullmark.gate.policies import load_policies
from hullmark.gate.record import GateSettings
from hullmark.gate.verdict import judge_result
from hullmark.kernel import clock
from hullmark.model.component import Component, Location, Purl
from hullmark.model.finding import Finding, Fingerprint, FixState, Kind, Priority
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.scan import ScanResult, Target, Verdict, VerdictStatus
from hullmark.model.severity import Severity
from hullmark.report.result import write_json

POLICIES = load_policies([])
ASKING = Asking(POLICIES)
WORDS = st.text("abc \"\\é'{}$", max_size=4)
COMPONENTS = st.builds(
    Component,
    name=WORDS,
    version=WORDS,
    purl=st.just(Purl("pkg:deb/debian/x@1")),
    type=st.just("deb"),
)
FINDINGS = st.builds(
    Finding,
    id=st.integers(0, 40).map(lambda number: Fingerprint(f"{number:064x}")),
    kind=st.sampled_from(Kind),
    identifiers=st.lists(WORDS, max_size=2).map(tuple),
    title=WORDS,
    severity=st.sampled_from(Severity),
    rating=st.none(),
    component=st.none() | COMPONENTS,
    locations=st.lists(
        st.builds(Location, path=WORDS, line=st.none() | st.integers(1, 9)), max_size=2
    ).map(tuple),
    fixed_in=st.lists(WORDS, max_size=2).map(tuple),
    fix_state=st.sampled_from(FixState),
    priority=st.builds(Priority, known_exploited=st.booleans()),
    suppressed=st.booleans(),
    published_at=st.none() | st.sampled_from(["2026-01-30", "2025-06-01", "2020-02-29", "soon"]),
    cause=st.none() | st.sampled_from(["code", "base image", "advisory data", "unknown"]),
    remediation=WORDS,
    subject=WORDS,
)
ROWS = st.builds(
    LedgerRow,
    target=st.sampled_from(["", "app", "b"]),
    scanner=st.sampled_from(["native", "trivy"]),
    check=WORDS,
    status=st.sampled_from(Status),
    reason=WORDS,
)


BY_ID = attrgetter("id")
"""No result holds two findings with one fingerprint."""


def evidence_of(findings: list[Finding], rows: list[LedgerRow]) -> Evidence:
    """Write findings and ledger as a JSON result, and read it as the gate does."""
    result = ScanResult(
        created_at=clock.now(),
        tool_version="1",
        verdict=Verdict(status=VerdictStatus.PASS),
        targets=(Target(name="app", kind="registry"), Target(name="b", kind="registry")),
        findings=tuple(findings),
        ledger=tuple(rows),
    )
    return Evidence(write_json(result), source="x")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(FINDINGS, max_size=8, unique_by=BY_ID),
    st.lists(ROWS, max_size=5),
    st.sampled_from(PROFILES),
    st.none() | st.sampled_from(Severity),
)
def test_policies_say_what_the_short_way_says(
    findings: list[Finding], rows: list[LedgerRow], profile: Profile, fail_on: Severity | None
) -> None:
    """Status, reasons, order, places and remedies are the same to the letter."""
    told = GateSettings(
        profile=profile,
        today=TODAY,
        thresholds={"fail_on": fail_on.value} if fail_on else {},
    )
    by_policies = judge_result(
        evidence_of(findings, rows), POLICIES, told, ask=ASKING, may_be_empty=True
    )
    assert by_policies == judge(findings, rows, profile=profile, fail_on=fail_on)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(FINDINGS, max_size=12, unique_by=BY_ID),
    st.lists(ROWS, max_size=6),
    st.integers(1, 9),
    st.integers(10, 60),
)
def test_the_batch_size_does_not_change_the_verdict(
    findings: list[Finding], rows: list[LedgerRow], small: int, large: int
) -> None:
    """With every policy on that judges findings, rows and targets."""
    told = GateSettings(
        profile="strict",
        today=TODAY,
        deny=("fixable-critical",),
        thresholds={
            "fail_on": "low",
            "sla": {"critical": 7, "high": 30},
            "new": "medium",
            "require": ["trivy", "native"],
            "packages": 3,
        },
    )
    evidence = evidence_of(findings, rows)
    verdicts = [
        judge_result(evidence, POLICIES, told, ask=ASKING, batch_size=size, may_be_empty=True)
        for size in (small, large)
    ]
    assert verdicts[0] == verdicts[1]


ODD = st.text("aB1-.*()[]{}\\\"'|^$?+/:@ \n\x00é\u2028😀<>", max_size=5)
"""What images may put into names and licenses."""


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(ODD, ODD, st.sampled_from(["deb", "npm"])), max_size=4),
    st.tuples(ODD, ODD, ODD),
    st.lists(ODD, min_size=1, max_size=3),
    st.none() | ODD,
)
def test_no_text_of_an_image_breaks_a_policy(
    components: list[tuple[str, str, str]],
    image: tuple[str, str, str],
    patterns: list[str],
    published_at: str | None,
) -> None:
    """Neither names, licenses, users and dates nor patterns end the engine or make an error."""
    name, user, base = image
    target = {
        "name": name,
        "kind": "registry",
        "digest": None,
        "platform": None,
        "config": {"user": user},
        "base": {"name": base},
    }
    document = result(
        finding(1, "low", fixed_in=["2"], published_at=published_at),
        targets=[target],
        components=[
            {
                "name": each,
                "version": "1",
                "purl": "",
                "type": kind,
                "locations": [],
                "license_expression": license_text,
            }
            for each, license_text, kind in components
        ],
    )
    verdict = judged(
        document,
        deny=("root-user", "base-unsigned"),
        thresholds={
            "sla": {"low": 1},
            "forbid": ["compilers", "shells", "package-managers"],
            "base_allow": patterns,
            "license_allow": patterns,
            "license_deny": patterns,
        },
    )
    assert [reason for reason in verdict.reasons if reason.message.startswith("HM61")] == []
