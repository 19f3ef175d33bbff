"""What holds for every report format."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from hullmark.cli.output import write_files
from hullmark.kernel.errors import HullmarkError
from hullmark.model.finding import Finding, Fingerprint, Kind
from hullmark.model.scan import ScanResult
from hullmark.model.severity import Severity
from hullmark.report.formats import FORMATS, write
from report_sample import JINJA, TARGET, empty, finding, sample, two_targets

WRITERS = pytest.mark.parametrize(
    "name", [name for name, found in FORMATS.items() if not found.needs]
)
WITHOUT_SUPPRESSED = {
    "sarif": "code scanning would open an alert for each; they are counted in the run",
    "gitlab": "GitLab dismisses nothing by a report; they are counted in the messages",
    "sonar": "what is imported cannot be marked as accepted",
    "spdx": "SPDX 2.3 lists software, not findings",
}
"""Formats that leave suppressed findings out, each with its reason."""


def _decided() -> ScanResult:
    hidden = finding(
        "CVE-2099-77777",
        JINJA,
        Severity.CRITICAL,
        suppressed=True,
        suppression="behind a firewall (ops, until 2027-01-01; suppressions.toml [1])",
    )
    return replace(sample(), findings=(*sample().findings, hidden))


@WRITERS
def test_bytes_follow_from_the_result_alone(name: str) -> None:
    """Twice the same, and no order of anything that chance decides."""
    for result in (sample(), empty(), two_targets()):
        assert write(result, name) == write(result, name)


@WRITERS
def test_a_suppressed_finding_is_marked_or_left_out(name: str) -> None:
    """It never looks like one that counts."""
    document = write(_decided(), name).decode()
    if name in WITHOUT_SUPPRESSED:
        assert "CVE-2099-77777" not in document
    else:
        assert "CVE-2099-77777" in document
        assert (
            "behind a firewall" in document
            or '"suppressed":true' in document
            or name == "cyclonedx"
        )


@WRITERS
def test_a_secret_is_shown_masked_at_most(name: str) -> None:
    """Neither values of the environment nor more of a secret than its mask."""
    secret = Finding(
        id=Fingerprint("s1"),
        kind=Kind.SECRET,
        identifiers=("aws-access-token",),
        title="AWS access key",
        severity=Severity.HIGH,
        rating=None,
        secret_masked="AKIA…",
        target=TARGET,
    )
    document = write(replace(sample(), findings=(secret,)), name).decode()
    assert "hunter2" not in document
    assert "TOKEN=" not in document


@WRITERS
def test_files_appear_whole_or_not_at_all(name: str, tmp_path: Path) -> None:
    """Where one format of several cannot be written, none is."""
    path = tmp_path / f"report{FORMATS[name].suffixes[0].lstrip('.')}"
    with pytest.raises(HullmarkError):
        write_files(sample(), [(name, path), ("no such format", tmp_path / "x")])
    assert list(tmp_path.iterdir()) == []
    write_files(sample(), [(name, path)])
    assert path.read_bytes() == write(sample(), name)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["json", "html", "junit", "csv", "openvex", "gitlab", "sonar"])
def test_every_open_finding_is_there(name: str) -> None:
    """Nothing that counts is lost on the way."""
    document = write(sample(), name).decode()
    for each in sample().findings:
        if not each.suppressed:
            assert each.identifiers[0] in document


def test_the_json_result_holds_what_others_leave_out() -> None:
    """Whatever a format has no place for stands in the JSON result."""
    held = json.loads(write(_decided(), "json"))["findings"]
    assert [each["suppressed"] for each in held].count(True) == 2
