"""A history of one image, step by step: what is new, changed and gone, and the exact cause."""

from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from claim_values import APP, claim, debian, level, library
from hullmark.merge.baseline import Compared, compare
from hullmark.merge.findings import merge_claims
from hullmark.merge.suppressions import suppress
from hullmark.merge.violations import findings_of
from hullmark.model.baseline import BaselineState, Cause
from hullmark.model.component import Component, Location
from hullmark.model.finding import Claim, Finding, Kind
from hullmark.model.image import DiffId, Digest, LayerInfo
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.scan import DataSource, ScanResult, Target, Verdict, VerdictStatus
from hullmark.model.severity import Severity
from hullmark.model.violation import Violation

JINJA = library("jinja2", "3.1.2", layer=2)
OPENSSL = debian(layer=0)
TAR = debian("tar", "1.34", source="tar", layer=0)


def image(build: str, *, base: str = "b1", tag: str = "2.4") -> Target:
    """Return one build: two layers of the base image, one of code."""
    layers = (f"{base}-0", f"{base}-1", f"{build}-2")
    return replace(
        APP,
        name=f"registry.example/team/app:{tag}",
        digest=Digest(f"sha256:{build}-{base}"),
        base_layers=2,
        layers=tuple(
            LayerInfo(
                index=index,
                diff_id=DiffId(f"sha256:{name}"),
                digest=None,
                size_bytes=1,
                instruction="RUN x",
            )
            for index, name in enumerate(layers)
        ),
    )


def look(
    target: Target,
    components: tuple[Component, ...],
    claims: tuple[Claim, ...],
    *,
    day: str = "2026-01-01",
    tool: str = "1.0",
    rows: tuple[LedgerRow, ...] = (),
    violations: tuple[Violation, ...] = (),
    **more: Any,
) -> ScanResult:
    """Return what a scan on that day would say."""
    dated = [replace(each, data_date=day) for each in claims]
    findings = (*merge_claims(dated, target=target), *findings_of(violations, target))
    checks = ("packages", "vulnerabilities (PyPI)", "secrets", "configuration")
    own = [
        LedgerRow(
            target=target.name, scanner="native", check=check, status=Status.RAN, data_date=day
        )
        for check in checks
    ]
    return ScanResult(
        created_at=datetime.fromisoformat(day).replace(tzinfo=UTC),
        tool_version=tool,
        verdict=Verdict(status=VerdictStatus.PASS),
        targets=(target,),
        components=components,
        component_targets=(target.name,) * len(components),
        findings=findings,
        ledger=(*own, *rows),
        data=(DataSource(name="osv", date=day),),
        **more,
    )


def versus(new: ScanResult, old: ScanResult) -> Compared:
    """Compare without asking any history: the targets say it themselves."""
    return compare(new, old, base_layers=lambda _: 0)


def states(compared: Compared) -> dict[str, tuple[str, str | None]]:
    """Return first id → state and cause, gone findings included."""
    return {
        each.identifiers[0]: (str(each.baseline_state), each.cause and str(each.cause))
        for each in (*compared.findings, *compared.absent)
    }


FLAW = claim("CVE-2024-1", component=JINJA)
OS_FLAW = claim("CVE-2024-2", component=OPENSSL)
FIRST = look(image("a"), (JINJA, OPENSSL), (FLAW, OS_FLAW))


def test_the_same_image_again_is_unchanged_whatever_its_tag() -> None:
    """Order, tag and day are no news."""
    again = look(image("a", tag="2.5"), (OPENSSL, JINJA), (OS_FLAW, FLAW), day="2026-01-02")
    assert states(versus(again, FIRST)) == {
        "CVE-2024-1": ("unchanged", None),
        "CVE-2024-2": ("unchanged", None),
    }


def test_a_library_that_the_code_adds_is_its_cause() -> None:
    """It is in a layer above the base image and was not there."""
    flask = library("flask", "1.0", layer=2)
    added = look(
        image("b"),
        (JINJA, OPENSSL, flask),
        (FLAW, OS_FLAW, claim("CVE-2024-3", component=flask)),
        day="2026-01-02",
    )
    assert states(versus(added, FIRST))["CVE-2024-3"] == ("new", "code")


def test_a_package_of_another_base_image_is_its_cause() -> None:
    """The layers of the base image are others, and the package is in one of them."""
    moved = look(
        image("b", base="b2"),
        (JINJA, OPENSSL, TAR),
        (FLAW, OS_FLAW, claim("CVE-2024-4", component=TAR)),
        day="2026-01-02",
    )
    assert states(versus(moved, FIRST))["CVE-2024-4"] == ("new", "base image")


def test_a_new_advisory_for_what_was_there_is_the_data() -> None:
    """Code changed as well, and is innocent: the component was there before."""
    later = look(
        image("b"),
        (JINJA, OPENSSL),
        (FLAW, OS_FLAW, claim("CVE-2026-9", component=JINJA)),
        day="2026-01-02",
    )
    assert states(versus(later, FIRST))["CVE-2026-9"] == ("new", "advisory data")


def test_more_found_in_the_same_image_by_another_version_is_the_scanner() -> None:
    """Image and data are the same; only the tool is another."""
    wheel = library("wheel", "0.1", layer=2)
    newer = look(
        image("a"),
        (JINJA, OPENSSL, wheel),
        (FLAW, OS_FLAW, claim("CVE-2020-1", component=wheel)),
        tool="1.1",
    )
    assert states(versus(newer, FIRST))["CVE-2020-1"] == ("new", "scanner version")


def test_what_only_a_scanner_says_that_was_not_there_before_is_its_absence() -> None:
    """Trivy joined; what it alone knows is news of Trivy, not of the code."""
    joined = look(
        image("b"),
        (JINJA, OPENSSL),
        (FLAW, OS_FLAW, claim("CVE-2019-1", component=JINJA, scanner="trivy")),
    )
    assert states(versus(joined, FIRST))["CVE-2019-1"] == ("new", "scanner absence")


def test_what_a_scanner_said_that_is_gone_is_absent_for_its_absence() -> None:
    """A scanner that is not asked any more fixes nothing."""
    joined = look(
        image("a"), (JINJA, OPENSSL), (FLAW, claim("CVE-2019-1", component=JINJA, scanner="trivy"))
    )
    alone = look(image("a"), (JINJA, OPENSSL), (FLAW,))
    assert states(versus(alone, joined))["CVE-2019-1"] == ("absent", "scanner absence")


def test_a_fixed_library_is_absent_by_code_and_a_fixed_package_by_the_base_image() -> None:
    """Gone findings have causes, too."""
    fixed = look(
        image("c", base="b3"),
        (library("jinja2", "3.1.9", layer=2), debian(version="3.0.99", layer=0)),
        (),
        day="2026-01-02",
    )
    assert states(versus(fixed, FIRST)) == {
        "CVE-2024-1": ("absent", "code"),
        "CVE-2024-2": ("absent", "base image"),
    }


def test_a_withdrawn_advisory_is_absent_by_data() -> None:
    """The component is still there and nobody says it is vulnerable any more."""
    withdrawn = look(image("b"), (JINJA, OPENSSL), (OS_FLAW,), day="2026-01-02")
    assert states(versus(withdrawn, FIRST))["CVE-2024-1"] == ("absent", "advisory data")


def test_an_upgrade_that_cures_nothing_is_updated_by_code() -> None:
    """The same flaw at another version is the same finding."""
    upgraded = look(
        image("b"),
        (library("jinja2", "3.1.3", layer=2), OPENSSL),
        (claim("CVE-2024-1", component=library("jinja2", "3.1.3", layer=2)), OS_FLAW),
    )
    assert states(versus(upgraded, FIRST))["CVE-2024-1"] == ("updated", "code")


def test_another_severity_is_a_re_rating() -> None:
    """Nothing but the vendor's word changed."""
    high = claim("CVE-2024-1", component=JINJA, ratings=(level("ghsa", Severity.HIGH),))
    rated = look(image("a"), (JINJA, OPENSSL), (high, OS_FLAW), day="2026-01-02")
    assert states(versus(rated, FIRST))["CVE-2024-1"] == ("updated", "re-rating")


def test_a_fix_that_became_known_is_updated_by_data() -> None:
    """A version that fixes it is news worth having."""
    fixable = claim("CVE-2024-1", component=JINJA, fixed_in=("3.1.3",))
    known = look(image("a"), (JINJA, OPENSSL), (fixable, OS_FLAW), day="2026-01-02")
    assert states(versus(known, FIRST))["CVE-2024-1"] == ("updated", "advisory data")


def accepted(result: ScanResult) -> ScanResult:
    """Return the result with its first finding suppressed."""
    first, *rest = result.findings
    return replace(result, findings=(replace(first, suppressed=True), *rest))


def test_a_suppression_that_ended_and_one_that_began_are_named() -> None:
    """Neither is the doing of a change."""
    first = FIRST.findings[0].identifiers[0]
    assert states(versus(FIRST, accepted(FIRST)))[first] == ("updated", "suppression expiry")
    assert states(versus(accepted(FIRST), FIRST))[first] == ("updated", "suppression")
    assert suppress(FIRST.findings, (), today=FIRST.created_at.date()).findings == FIRST.findings


def test_an_alias_that_came_first_later_is_no_news() -> None:
    """The group got a CVE, its fingerprint changed, the finding is the same."""
    ghsa = "GHSA-h5c8-rqwp-cp95"
    old = look(image("a"), (JINJA,), (claim(ghsa, component=JINJA),))
    new = look(image("a"), (JINJA,), (claim(ghsa, ("CVE-2026-5000",), JINJA),), day="2026-01-02")
    assert new.findings[0].id != old.findings[0].id
    assert states(versus(new, old)) == {"CVE-2026-5000": ("unchanged", None)}


def test_of_two_versions_the_cured_one_is_absent() -> None:
    """Fingerprints are numbered by version; which one went is told all the same."""
    low, high = library(version="3.0.0"), library(version="3.1.2")
    old = look(
        image("a"),
        (low, high),
        (claim("CVE-2024-1", component=low), claim("CVE-2024-1", component=high)),
    )
    new = look(image("b"), (high,), (claim("CVE-2024-1", component=high),))
    compared = versus(new, old)
    assert [each.baseline_state for each in compared.findings] == [BaselineState.UNCHANGED]
    (gone,) = compared.absent
    assert gone.component is not None
    assert (gone.component.version, gone.cause) == ("3.0.0", Cause.CODE)


def test_an_image_that_the_baseline_does_not_know_is_new_as_a_whole() -> None:
    """Whoever added it answers for it; a target that is not looked at any more is named."""
    other = replace(image("x"), name="registry.example/team/other:1")
    new = look(other, (JINJA,), (FLAW,))
    compared = versus(new, FIRST)
    assert (compared.common, len(compared.added), len(compared.missing)) == (0, 1, 1)
    assert compared.findings[0].cause == Cause.NEW_IMAGE
    assert {each.cause for each in compared.absent} == {Cause.SCANNER_ABSENCE}


def test_a_layer_that_could_not_be_read_proves_nothing() -> None:
    """What is gone with an unreadable layer is not fixed."""
    failed = LedgerRow(
        target=image("b").name, scanner="native", check="layer 2", status=Status.FAILED
    )
    blind = look(image("b"), (OPENSSL,), (OS_FLAW,), rows=(failed,))
    assert states(versus(blind, FIRST))["CVE-2024-1"] == ("absent", "scanner absence")


def without_inventory(result: ScanResult) -> ScanResult:
    """Return the result as a report without inventory and digest would have it."""
    target = replace(result.targets[0], digest=None, layers=())
    rows = tuple(row for row in result.ledger if row.check != "packages")
    return replace(result, targets=(target,), components=(), component_targets=(), ledger=rows)


def test_without_an_inventory_the_cause_is_told_by_elimination_or_not_at_all() -> None:
    """The same data and tool leave the code; otherwise nobody can know."""
    more = (FLAW, OS_FLAW, claim("CVE-2020-7", component=library("attrs", "1")))
    same = without_inventory(look(image("b"), (), more))
    later = without_inventory(look(image("b"), (), more, day="2026-01-02"))
    old = without_inventory(FIRST)
    assert states(versus(same, old))["CVE-2020-7"] == ("new", "code")
    assert states(versus(later, old))["CVE-2020-7"] == ("new", "unknown")


def secret(identity: str, *, line: int = 4) -> Violation:
    """Return a secret found in one file."""
    return Violation(
        kind=Kind.SECRET,
        rule="aws-access-token",
        subject="app/settings.py",
        locations=(Location(path="app/settings.py", line=line),),
        secret_id=identity,
        secret_masked="AKIA…",
        scanner="native",
    )


def test_a_secret_hashed_with_another_key_at_another_line_is_the_same() -> None:
    """Keys are of one machine; a baseline comes from another."""
    old = look(image("a"), (JINJA,), (FLAW,), violations=(secret("01"),))
    new = look(image("b"), (JINJA,), (FLAW,), violations=(secret("02", line=9),))
    assert states(versus(new, old))["aws-access-token"] == ("unchanged", None)


def test_a_misconfiguration_that_a_new_check_finds_in_the_same_image_is_the_scanner() -> None:
    """The image is the same by its digest; the check is new in this version."""
    broken = Violation(
        kind=Kind.MISCONFIGURATION, rule="HM-IMG-0099", subject="image", scanner="native"
    )
    new = look(image("a"), (JINJA,), (FLAW,), violations=(broken,), tool="1.1")
    assert states(versus(new, FIRST))["HM-IMG-0099"] == ("new", "scanner version")
    rebuilt = look(image("b"), (JINJA,), (FLAW,), violations=(broken,))
    assert states(versus(rebuilt, FIRST))["HM-IMG-0099"] == ("new", "code")


def test_the_summary_adds_up_in_numbers_and_words() -> None:
    """Every finding of either side is counted once."""
    flask = library("flask", "1.0", layer=2)
    new = look(image("b"), (OPENSSL, flask), (OS_FLAW, claim("CVE-2024-3", component=flask)))
    summary = versus(new, FIRST).summary(source="old.json", created="")
    assert (summary.new, summary.unchanged, summary.updated, summary.absent) == (1, 1, 0, 1)
    assert summary.words() == "1 new (code), 1 unchanged, 1 absent (code)"


def test_a_platform_that_only_one_side_names_parts_nothing() -> None:
    """A report of another scanner may not say for which platform it is."""
    bare = replace(FIRST, targets=(replace(FIRST.targets[0], platform=None),))
    found: list[Finding] = list(versus(FIRST, bare).findings)
    assert {each.baseline_state for each in found} == {BaselineState.UNCHANGED}


def test_a_finding_is_first_seen_where_a_baseline_saw_it_first() -> None:
    """Over three looks: the day stays with what stays; what is new is seen today."""
    late = look(image("c"), (JINJA, OPENSSL), (FLAW, OS_FLAW), day="2026-03-01")
    middle = look(image("b"), (JINJA, OPENSSL), (FLAW,), day="2026-02-01")
    first = look(image("a"), (JINJA, OPENSSL), (FLAW,))
    told = replace(middle, findings=versus(middle, first).findings)
    days = {each.identifiers[0]: each.first_seen_at for each in versus(late, told).findings}
    assert days == {"CVE-2024-1": "2026-01-01", "CVE-2024-2": "2026-03-01"}


def test_a_baseline_that_does_not_know_the_image_tells_no_first_day() -> None:
    """What stands in it may be old."""
    elsewhere = replace(image("a"), name="registry.example/team/other:1")
    other = look(elsewhere, (JINJA, OPENSSL), (FLAW, OS_FLAW))
    assert {each.first_seen_at for each in versus(FIRST, other).findings} == {None}
