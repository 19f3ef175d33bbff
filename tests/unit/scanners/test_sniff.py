"""Reports told apart by their contents, and what is refused."""

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hullmark.kernel.errors import InputError
from hullmark.model.ledger import Status
from hullmark.scanners.errors import BrokenReportError, UnknownReportError
from hullmark.scanners.sniff import named, read_report

TRIVY = {
    "SchemaVersion": 2,
    "ArtifactName": "web:1",
    "ArtifactType": "container_image",
    "Metadata": {"OS": {"Family": "debian", "Name": "12.5"}, "ImageID": "sha256:c0"},
    "Results": [
        {
            "Target": "web:1 (debian 12.5)",
            "Class": "os-pkgs",
            "Type": "debian",
            "Vulnerabilities": [
                {
                    "VulnerabilityID": "CVE-2024-1234",
                    "PkgName": "libssl3",
                    "InstalledVersion": "3.0.1-1",
                    "FixedVersion": "3.0.2-1, 3.1.0-1",
                    "Severity": "HIGH",
                }
            ],
        }
    ],
}


def _read(value: object) -> list[int]:
    return [report.results for report in read_report(json.dumps(value).encode(), source="r.json")]


def test_a_claim_has_what_the_report_says() -> None:
    """Id, package, fixes, rating, marks and target come through."""
    (report,) = read_report(json.dumps(TRIVY).encode(), source="r.json")
    (claim,) = report.claims
    assert (report.scanner, report.format, report.target.name) == ("trivy", "trivy-json", "web:1")
    assert claim.advisory_id == "CVE-2024-1234"
    assert claim.fixed_in == ("3.0.2-1", "3.1.0-1")
    assert claim.component.type == "deb"
    assert claim.component.ecosystem == "Debian:12"
    assert claim.component.purl == "pkg:deb/debian/libssl3@3.0.1-1?distro=debian-12.5"
    assert claim.ratings[0].level == "high"
    assert report.marks.config_digests == ("sha256:c0",)


def test_log_lines_around_a_report_are_said_and_left_out() -> None:
    """Standard error in the same file costs a ledger row, not the report."""
    data = b"[0000]  WARN old\n" + json.dumps(TRIVY).encode() + b"\n[0001] ERROR late\n"
    (report,) = read_report(data, source="r.json")
    assert report.results == 1
    assert report.issues


def test_two_reports_in_one_file_are_two() -> None:
    """Concatenated documents are read one by one."""
    data = json.dumps(TRIVY).encode()
    assert [r.results for r in read_report(data + b"\n" + data, source="r")] == [1, 1]
    assert [r.results for r in read_report(json.dumps([TRIVY, TRIVY]).encode(), source="r")] == [
        1,
        1,
    ]


@pytest.mark.parametrize("data", [b"", b"  \n", b"{", b'{"a": [1, 2', b"\xff\xfe"])
def test_broken_files_are_refused(data: bytes) -> None:
    """Empty and cut files end in one error."""
    with pytest.raises(BrokenReportError):
        read_report(data, source="r.json")


@pytest.mark.parametrize("data", [b'{"hello": 1}', b"just text", b"<html></html>", b"12"])
def test_unknown_kinds_are_refused(data: bytes) -> None:
    """What no scanner writes is refused with what it looks like."""
    with pytest.raises(UnknownReportError, match="looks like"):
        read_report(data, source="r.json")


def test_nothing_at_all_is_not_clean() -> None:
    """An empty list says nothing about who looked at what, unless the scanner is named."""
    (report,) = read_report(b"[]", source="r.json")
    assert report.status is Status.PARTIAL
    (report,) = read_report(b"[]", source="r.json", scanner="hadolint")
    assert (report.scanner, report.status) == ("hadolint", Status.RAN)
    with pytest.raises(UnknownReportError):
        named("nobody")


def test_an_entry_that_does_not_fit_is_an_issue() -> None:
    """One broken entry costs itself; the others are read and the place is named."""
    broken = json.loads(json.dumps(TRIVY))
    broken["Results"][0]["Vulnerabilities"].append("oops")
    (report,) = read_report(json.dumps(broken).encode(), source="r.json")
    assert report.results == 1
    assert "Vulnerabilities[1]" in report.issues[0].cause


def test_an_interrupted_scan_is_not_clean() -> None:
    """Grype's report without a list of matches is a failed scan."""
    value = {"descriptor": {"name": "grype", "version": "0.1"}, "source": {"type": "image"}}
    (report,) = read_report(json.dumps(value).encode(), source="r.json")
    assert report.status is Status.FAILED


def test_a_dead_distribution_is_said() -> None:
    """Trivy's EOSL becomes a status."""
    value = {**TRIVY, "Metadata": {"OS": {"Family": "debian", "Name": "8", "EOSL": True}}}
    (report,) = read_report(json.dumps(value).encode(), source="r.json")
    assert report.status is Status.END_OF_LIFE


def test_clair_without_findings_is_not_clean() -> None:
    """Clair answers the same when its updaters have not run."""
    value = {
        "manifest_hash": "sha256:1",
        "packages": {"1": {"name": "x"}},
        "vulnerabilities": {},
        "package_vulnerabilities": {},
    }
    (report,) = read_report(json.dumps(value).encode(), source="r.json")
    assert report.status is Status.PARTIAL


def test_a_secret_is_kept_as_an_id_and_a_mask(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the value nor the line around it is anywhere in the report."""
    monkeypatch.setenv("HULLMARK_SECRET_KEY", "k" * 32)
    secret = "AKIA" + "Z" * 16
    value = [
        {
            "RuleID": "aws",
            "Description": f"found {secret}",
            "Secret": secret,
            "Match": f"key={secret}",
            "File": "a",
            "StartLine": 3,
        }
    ]
    (report,) = read_report(json.dumps(value).encode(), source="r.json")
    (found,) = report.violations
    assert secret not in repr(report)
    assert found.secret_id
    assert found.secret_masked == "AKIA…"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "Results",
                    "SchemaVersion",
                    "matches",
                    "vulnerabilities",
                    "runs",
                    "results",
                    "id",
                    "name",
                    "report",
                    "data",
                    "advisories",
                    "metadata",
                    "statements",
                    "document",
                    "SourceMetadata",
                    "DetectorName",
                    "failures",
                    "filename",
                    "scoring",
                    "object",
                    "Reports",
                    "Checks",
                    "queries",
                    "files_scanned",
                    "popeye",
                    "meta",
                    "version",
                    "bomFormat",
                    "specVersion",
                    "components",
                    "artifacts",
                    "descriptor",
                    "check_type",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(_JSON)
def test_any_json_is_read_or_refused(value: object) -> None:
    """No shape of JSON makes anything but a report or an input error."""
    with contextlib.suppress(InputError):
        read_report(json.dumps(value).encode(), source="r.json")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No bytes make anything but a report or an input error."""
    with contextlib.suppress(InputError):
        read_report(data, source="r")
