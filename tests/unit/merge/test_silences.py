"""Every silence has the reason that there is evidence for."""

from msgspec.structs import replace

from claim_values import APP, claim, debian, library
from hullmark.merge.findings import merge_claims
from hullmark.merge.silences import Blind, with_silences
from hullmark.model.component import Component
from hullmark.model.finding import Claim
from hullmark.model.ledger import Status
from hullmark.model.report import ScannerReport
from hullmark.model.silence import SilenceKind

JINJA = library()
OTHER = library("flask", "1.0")


def report(
    scanner: str,
    claims: tuple[Claim, ...] = (),
    components: tuple[Component, ...] = (),
    **more: object,
) -> ScannerReport:
    """Return a report; its claims are the scanner's."""
    held = tuple(replace(each, scanner=scanner) for each in claims)
    said = {"scanner": scanner, "target": APP, "claims": held, "components": components, **more}
    return ScannerReport(**said)  # type: ignore[arg-type]


def why(
    *reports: ScannerReport, looking: tuple[str, ...] = (), blind: Blind | None = None
) -> dict[str, SilenceKind]:
    """Return scanner → why it is silent about the first finding of the first report."""
    open_ = [each for held in reports for each in held.claims if not each.ignored]
    found = merge_claims(open_, target=APP)
    first = reports[0].claims[0].advisory_id
    held = with_silences(found, reports, looking=looking, blind=blind or {})
    (told,) = [each for each in held if first in each.identifiers][:1]
    return {each.scanner: each.kind for each in told.silences}


TRIVY = report("trivy", (claim("CVE-2024-0001", component=JINJA, fixed_in=("3.1.9",)),), (JINJA,))


def test_a_package_that_is_not_in_an_inventory_was_not_seen() -> None:
    """Neither at all nor at this version."""
    assert why(TRIVY, report("grype", (), (OTHER,))) == {"grype": SilenceKind.NOT_SEEN}
    newer = library(version="3.2.0")
    assert why(TRIVY, report("grype", (), (newer,))) == {"grype": SilenceKind.NOT_SEEN}


def test_what_a_scanner_left_out_itself_is_filtered_or_said_to_be_no_problem() -> None:
    """Its own words decide which."""
    flaw = claim("CVE-2024-0001", component=JINJA)
    filtered = report("grype", (replace(flaw, ignored="ignored by a rule"),), (JINJA,))
    answered = report("grype", (replace(flaw, ignored="vex: not_affected"),), (JINJA,))
    assert why(TRIVY, filtered) == {"grype": SilenceKind.FILTERED}
    assert why(TRIVY, answered) == {"grype": SilenceKind.NOT_AFFECTED}


def test_a_run_that_failed_and_an_unknown_release_prove_nothing() -> None:
    """The report says so itself; an unknown release is no reason for libraries."""
    zlib = debian("zlib1g", "1:1.2.13", source="zlib")
    both = (zlib, JINJA)
    failed = report("grype", (), both, status=Status.FAILED)
    unknown = report("clair", (), both, status=Status.UNSUPPORTED)
    of_system = report("trivy", (claim("CVE-2024-0002", component=zlib),), both)
    assert why(of_system, failed, unknown) == {
        "grype": SilenceKind.FAILED,
        "clair": SilenceKind.UNSUPPORTED,
    }
    assert why(TRIVY, unknown) == {"clair": SilenceKind.UNKNOWN}


def test_who_found_nothing_at_all_is_asked_where_it_looks_for_vulnerabilities() -> None:
    """A report without packages and findings is an answer; what is blind to a type says so."""
    told = why(TRIVY, report("grype"), looking=("grype", "clair"))
    assert told == {"grype": SilenceKind.NOT_SEEN}
    blind = {("grype", "pypi"): (SilenceKind.OLDER_DATA, "the starter set")}
    assert why(TRIVY, report("grype"), looking=("grype",), blind=blind) == {
        "grype": SilenceKind.OLDER_DATA
    }


def test_a_fix_that_is_reached_and_data_that_is_older_are_told_apart() -> None:
    """Versions are compared in the ecosystem's order."""
    reached = report("trivy", (claim("CVE-2024-0001", component=JINJA, fixed_in=("3.1.2",)),))
    assert why(reached, report("grype", (), (JINJA,))) == {"grype": SilenceKind.FIX_REACHED}
    fresh = replace(TRIVY.claims[0], data_date="2026-02-01")
    older = report("grype", (), (JINJA,), data_date="2026-01-01")
    assert why(report("trivy", (fresh,)), older) == {"grype": SilenceKind.OLDER_DATA}


def test_the_rest_is_unknown_and_a_scanner_of_other_things_is_not_asked() -> None:
    """A linter says nothing about packages, and nobody expects it to."""
    assert why(TRIVY, report("grype", (), (JINJA,)), report("hadolint")) == {
        "grype": SilenceKind.UNKNOWN
    }


def test_a_built_in_list_of_false_positives_is_known() -> None:
    """Grype never reports minizip in Debian's zlib."""
    zlib = debian("zlib1g", "1:1.2.13", source="zlib")
    told = why(
        report("trivy", (claim("CVE-2023-45853", component=zlib),), (zlib,)),
        report("grype", (), (zlib,)),
    )
    assert told == {"grype": SilenceKind.FILTERED}


def test_a_scanner_that_only_lists_packages_is_not_asked() -> None:
    """Syft reads what is there and knows no flaw; Trivy's list comes from one who looks."""
    assert why(TRIVY, report("syft", (), (JINJA,))) == {}
    assert set(why(TRIVY, report("grype", (), (JINJA,)))) == {"grype"}
