"""Merging is idempotent, commutative and associative, and stable under reordering."""

from hypothesis import given
from hypothesis import strategies as st

from claim_values import APP, debian, library
from hullmark.merge.findings import merge_claims, merge_findings
from hullmark.model.finding import Claim, FixState, Priority
from hullmark.model.severity import Rating, Severity

IDS = (
    "CVE-2024-1000",
    "CVE-2024-1001",
    "GHSA-aaaa-bbbb-cccc",
    "GHSA-dddd-eeee-ffff",
    "PYSEC-2024-1",
    "DEBIAN-CVE-2024-1000",
    "DSA-1-1",
    "RHSA-2024:1",
)
COMPONENTS = (
    library(),
    library("Jinja2", "3.1.2.0", path="/other"),
    library(version="2.0"),
    library(version="not a version", kind="npm"),
    debian(),
    debian("openssl", layer=1),
    debian("libssl3", "0:3.0.15-1~deb12u1"),
    debian("zlib1g", "1:1.2.13", source="zlib"),
)
TEXTS = ("", "A. B", "A", "Flaw in parsing. More follows", "CVE-2024-1000 in jinja2")

ratings = st.builds(
    Rating,
    source=st.sampled_from(["nvd", "ghsa", "debian", "redhat", "trivy", "osv"]),
    level=st.sampled_from(list(Severity)),
    score=st.none() | st.sampled_from([0.0, 3.1, 7.5, 9.8]),
    vector=st.none() | st.just("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"),
    label=st.none() | st.sampled_from(["low", "unimportant", "not yet assigned"]),
)
claims = st.builds(
    Claim,
    advisory_id=st.sampled_from(IDS),
    aliases=st.lists(st.sampled_from(IDS), max_size=2).map(tuple),
    component=st.sampled_from(COMPONENTS),
    title=st.sampled_from(TEXTS),
    description=st.sampled_from(TEXTS),
    references=st.lists(st.sampled_from(["https://a", "https://b"]), max_size=2).map(tuple),
    ratings=st.lists(ratings, max_size=2).map(tuple),
    fixed_in=st.lists(st.sampled_from(["1.0", "1.0.0", "2", "3.0.16-1", "?"]), max_size=2).map(
        tuple
    ),
    fix_state=st.sampled_from(list(FixState)),
    priority=st.builds(
        Priority,
        known_exploited=st.booleans(),
        epss=st.none() | st.sampled_from([0.0, 0.5]),
        epss_percentile=st.none() | st.sampled_from([0.1, 0.9]),
    ),
    published_at=st.none() | st.sampled_from(["2024-01-01", "2024-01-02"]),
    scanner=st.sampled_from(["native", "trivy", "grype"]),
)
many = st.lists(claims, max_size=8)


@given(many)
def test_merging_again_changes_nothing(made: list[Claim]) -> None:
    """Findings are their own merge, once or doubled."""
    once = merge_claims(made, target=APP)
    assert merge_findings(once, target=APP) == once
    assert merge_findings([*once, *once], target=APP) == once
    assert merge_claims([*made, *made], target=APP) == once


@given(many, many)
def test_order_of_merging_does_not_matter(first: list[Claim], second: list[Claim]) -> None:
    """A with b is b with a."""
    a, b = merge_claims(first, target=APP), merge_claims(second, target=APP)
    assert merge_findings([*a, *b], target=APP) == merge_findings([*b, *a], target=APP)


@given(many, many, many)
def test_grouping_of_merges_does_not_matter(
    first: list[Claim], second: list[Claim], third: list[Claim]
) -> None:
    """Merges of merges equal one merge of all claims, whatever was merged first."""
    a, b, c = (merge_claims(some, target=APP) for some in (first, second, third))
    left = merge_findings([*merge_findings([*a, *b], target=APP), *c], target=APP)
    right = merge_findings([*a, *merge_findings([*b, *c], target=APP)], target=APP)
    assert left == right
    assert left == merge_claims([*first, *second, *third], target=APP)


@given(st.data())
def test_reordering_claims_changes_nothing(data: st.DataObject) -> None:
    """Fingerprints, fields and the order of findings are functions of the set of claims."""
    made = data.draw(many)
    shuffled = data.draw(st.permutations(made))
    assert merge_claims(shuffled, target=APP) == merge_claims(made, target=APP)


@given(many)
def test_findings_are_told_apart(made: list[Claim]) -> None:
    """No two findings of a target share a fingerprint; every one is named and titled."""
    findings = merge_claims(made, target=APP)
    assert len({finding.id for finding in findings}) == len(findings)
    for finding in findings:
        assert finding.identifiers
        assert finding.title
        assert finding.sources
