"""Results of our own, imported again: the same findings, sources and ledger."""

from dataclasses import replace
from pathlib import Path

import pytest

from hullmark.config.settings import Settings
from hullmark.pipeline.import_reports import import_reports
from hullmark.report.result import write_json

GRYPE = (
    b'{"matches": [{"vulnerability": {"id": "CVE-2024-1", "severity": "High"}, "artifact": '
    b'{"name": "openssl", "version": "3.0", "type": "deb"}}], "distro": {"name": "debian", '
    b'"version": "12"}, "source": {"type": "image", "target": {"userInput": "web:1"}}, '
    b'"descriptor": {"name": "grype", "version": "0.121.2"}}'
)
TRIVY = (
    b'{"SchemaVersion": 2, "ArtifactName": "web:1", "ArtifactType": "container_image", "Results": '
    b'[{"Target": "web:1 (debian 12)", "Class": "os-pkgs", "Type": "debian", "Vulnerabilities": '
    b'[{"VulnerabilityID": "CVE-2024-1", "PkgName": "openssl", "InstalledVersion": "3.0", '
    b'"Severity": "HIGH"}]}], "Metadata": {"OS": {"Family": "debian", "Name": "12"}}}'
)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """Return a result that two scanners' reports were joined into."""
    files = []
    for name, data in (("grype.json", GRYPE), ("trivy.json", TRIVY)):
        (tmp_path / name).write_bytes(data)
        files.append(tmp_path / name)
    result = import_reports(files, settings=Settings(), name="web:1")
    out = tmp_path / "result.json"
    out.write_bytes(write_json(result))
    return out


def test_a_result_of_our_own_is_a_report_too(written: Path) -> None:
    """Its findings keep their ids, and every scanner stays a source."""
    first = import_reports([written], settings=Settings())
    (finding,) = first.findings
    assert finding.identifiers[0] == "CVE-2024-1"
    assert {source.scanner for source in finding.sources} == {"grype", "trivy"}
    assert finding.id.encode() in written.read_bytes()


def test_what_ran_and_what_did_not_is_carried_over(written: Path) -> None:
    """The rows of the ledger that it was written with stand beside its own."""
    result = import_reports([written], settings=Settings())
    assert {"grype", "trivy"} <= {row.scanner for row in result.ledger}
    assert any(row.check == "report (hullmark-json)" for row in result.ledger)


def test_unmerged_it_counts_what_it_lists(written: Path) -> None:
    """A finding of two sources is one result."""
    result = import_reports([written], settings=replace(Settings()), merging=False)
    assert len(result.findings) == 1
