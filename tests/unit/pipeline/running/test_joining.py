"""What scanners said in a scan is joined with our own findings, and who is silent says why."""

from claim_values import APP, claim, debian, library
from hullmark.config.settings import Settings
from hullmark.merge.findings import merge_claims
from hullmark.model.component import Component
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.report import ScannerReport
from hullmark.model.silence import Silence, SilenceKind
from hullmark.pipeline.merging import no_aliases
from hullmark.pipeline.running.joining import join_outcomes
from hullmark.pipeline.running.outcome import Outcome

JINJA = library()
ZLIB = debian("zlib1g", "1:1.2.13", source="zlib")
FLAW = claim("CVE-2024-0001", component=JINJA, scanner="native")


def row(scanner: str, check: str, status: Status, reason: str = "") -> LedgerRow:
    """Return a row about the one target."""
    return LedgerRow(target=APP.name, scanner=scanner, check=check, status=status, reason=reason)


def said(scanner: str, *components: Component) -> Outcome:
    """Return an outcome of a run that found packages and nothing wrong with them."""
    report = ScannerReport(scanner=scanner, target=APP, components=components)
    return Outcome(row=row(scanner, "vulnerabilities", Status.RAN), reports=(report,))


def silent(*outcomes: Outcome, ledger: tuple[LedgerRow, ...] = ()) -> dict[str, Silence]:
    """Return who is silent about what only we found."""
    joined, _ = join_outcomes(
        outcomes,
        merge_claims([FLAW], target=APP),
        ledger,
        targets=(APP,),
        inventories={APP.name: (JINJA, ZLIB)},
        settings=Settings(),
        aliases=no_aliases,
    )
    (finding,) = [each for each in joined if "CVE-2024-0001" in each.identifiers]
    return {each.scanner: each for each in finding.silences}


def test_a_scanner_that_ran_beside_us_and_says_nothing_has_a_reason() -> None:
    """One that did not see the package, one that did, one that failed, one that was not asked."""
    failed = Outcome(row=row("trivy", "vulnerabilities", Status.FAILED, "HM3010: it crashed"))
    told = silent(said("grype", ZLIB), said("snyk", JINJA), failed, said("hadolint"))
    assert {name: each.kind for name, each in told.items()} == {
        "grype": SilenceKind.NOT_SEEN,
        "snyk": SilenceKind.UNKNOWN,
        "trivy": SilenceKind.FAILED,
    }
    assert told["trivy"].reason == "HM3010: it crashed"


def test_our_own_silence_has_a_reason_too() -> None:
    """What we have no advisories of is unsupported; the starter set is not all there is."""
    report = ScannerReport(
        scanner="grype",
        target=APP,
        claims=(claim("CVE-2024-0009", component=ZLIB, scanner="grype"),),
    )
    outcome = Outcome(row=row("grype", "vulnerabilities", Status.RAN), reports=(report,))
    for native, kind in (
        (row("native", "vulnerabilities (deb)", Status.UNSUPPORTED, "x"), SilenceKind.UNSUPPORTED),
        (row("native", "advisory data", Status.STARTER, "x"), SilenceKind.OLDER_DATA),
        (row("native", "vulnerabilities (Debian:12)", Status.RAN), SilenceKind.UNKNOWN),
    ):
        joined, _ = join_outcomes(
            [outcome],
            [],
            [native],
            targets=(APP,),
            inventories={APP.name: (ZLIB,)},
            settings=Settings(),
            aliases=no_aliases,
        )
        (finding,) = joined
        assert [(each.scanner, each.kind) for each in finding.silences] == [("native", kind)]
