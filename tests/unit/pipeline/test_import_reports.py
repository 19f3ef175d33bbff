"""Reports of other scanners as a result: merged, as reported, and what cannot be read."""

import json
from pathlib import Path
from typing import Any

import pytest

from hullmark.config.settings import Settings
from hullmark.kernel.errors import InputError
from hullmark.model.finding import Kind
from hullmark.model.ledger import Status
from hullmark.model.scan import VerdictStatus
from hullmark.pipeline.import_reports import import_reports

TRIVY = {
    "SchemaVersion": 2,
    "ArtifactName": "shop/web:1",
    "ArtifactType": "container_image",
    "Results": [
        {
            "Class": "lang-pkgs",
            "Type": "python-pkg",
            "Vulnerabilities": [
                {
                    "VulnerabilityID": "CVE-2024-1234",
                    "PkgName": "Django",
                    "InstalledVersion": "3.2",
                    "FixedVersion": "3.2.1",
                    "Severity": "HIGH",
                },
                {
                    "VulnerabilityID": "CVE-2024-1234",
                    "PkgName": "Django",
                    "InstalledVersion": "3.2",
                    "PkgPath": "other",
                    "FixedVersion": "3.2.1",
                    "Severity": "HIGH",
                },
            ],
        }
    ],
}
GRYPE = {
    "matches": [
        {
            "vulnerability": {
                "id": "GHSA-aaaa-bbbb-cccc",
                "severity": "Critical",
                "namespace": "github:language:python",
            },
            "relatedVulnerabilities": [{"id": "CVE-2024-1234"}],
            "artifact": {
                "name": "django",
                "version": "3.2",
                "type": "python",
                "purl": "pkg:pypi/django@3.2",
            },
        }
    ],
    "source": {"type": "image", "target": {"userInput": "shop/web:1"}},
    "descriptor": {"name": "grype", "version": "1"},
}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep away from the suppressions of the folder that tests are started in."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def reports(tmp_path: Path) -> dict[str, Path]:
    """Two scanners on one image."""
    made = {}
    for name, value in (("trivy", TRIVY), ("grype", GRYPE)):
        made[name] = tmp_path / f"{name}.json"
        made[name].write_text(json.dumps(value))
    return made


def test_two_scanners_agree_on_one_problem(reports: dict[str, Path]) -> None:
    """One flaw of one package is one finding with both sources."""
    result = import_reports([*reports.values()], settings=Settings())
    (finding,) = result.findings
    assert {source.scanner for source in finding.sources} == {"trivy", "grype"}
    assert finding.identifiers[0] == "CVE-2024-1234"
    assert [target.name for target in result.targets] == ["shop/web:1"]
    assert [row.status for row in result.ledger] == [Status.RAN] * 3
    assert "1 findings, 2 merged into them" in result.ledger[-1].reason


def test_without_merging_every_result_stands(reports: dict[str, Path]) -> None:
    """Results keep their number, order and the report's own ids, with fingerprints apart."""
    result = import_reports([*reports.values()], settings=Settings(), merging=False)
    assert [finding.identifiers[0] for finding in result.findings] == [
        "CVE-2024-1234",
        "CVE-2024-1234",
        "GHSA-aaaa-bbbb-cccc",
    ]
    assert len({finding.id for finding in result.findings}) == 3


def test_a_name_joins_reports(reports: dict[str, Path]) -> None:
    """``name`` says whose image all reports are about."""
    result = import_reports([*reports.values()], settings=Settings(), name="other/name")
    assert [target.name for target in result.targets] == ["other/name"]


def test_one_bad_file_is_a_row(reports: dict[str, Path], tmp_path: Path) -> None:
    """The rest is read, the verdict is incomplete; alone it is an error."""
    bad = tmp_path / "bad.json"
    bad.write_text('{"a": ')
    result = import_reports([reports["trivy"], bad], settings=Settings(profile="observe"))
    assert result.findings
    assert Status.FAILED in {row.status for row in result.ledger}
    assert result.verdict.status is VerdictStatus.INCOMPLETE
    with pytest.raises(InputError):
        import_reports([bad], settings=Settings())


@pytest.mark.parametrize("kind", ["folder", "absent"])
def test_what_is_no_file_is_refused(kind: str, tmp_path: Path) -> None:
    """A folder and a missing file end in one error."""
    path = tmp_path if kind == "folder" else tmp_path / "none.json"
    with pytest.raises(InputError):
        import_reports([path], settings=Settings())


def test_a_statement_that_nothing_is_affected_is_suppressed(tmp_path: Path) -> None:
    """VEX keeps its statement as a finding that does not count."""
    value: dict[str, Any] = {
        "@context": "https://openvex.dev/ns/v0.2.0",
        "author": "us",
        "statements": [
            {
                "vulnerability": {"name": "CVE-2024-1234"},
                "status": "not_affected",
                "justification": "component_not_present",
                "products": [{"@id": "pkg:pypi/django@3.2"}],
            }
        ],
    }
    path = tmp_path / "vex.json"
    path.write_text(json.dumps(value))
    (finding,) = import_reports([path], settings=Settings(), merging=False).findings
    assert finding.suppressed
    assert finding.kind is Kind.VULNERABILITY
    assert "component_not_present" in finding.suppression
