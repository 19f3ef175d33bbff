"""`explain` and `compare`: who says it, who agrees, who was silent and why."""

import json
from pathlib import Path
from typing import Any

import pytest

from hullmark.__main__ import main


def _trivy(*names: str) -> dict[str, Any]:
    return {
        "SchemaVersion": 2,
        "ArtifactName": "shop/web:1.0",
        "ArtifactType": "container_image",
        "Metadata": {"OS": {"Family": "debian", "Name": "12.5"}},
        "Results": [
            {
                "Target": "shop/web:1.0 (debian 12.5)",
                "Class": "os-pkgs",
                "Type": "debian",
                "Vulnerabilities": [
                    {
                        "VulnerabilityID": name,
                        "PkgName": "libssl3",
                        "InstalledVersion": "3.0.11-1",
                        "Severity": "HIGH",
                    }
                    for name in names
                ],
            }
        ],
    }


def _grype(*names: str) -> dict[str, Any]:
    artifact = {
        "name": "libssl3",
        "version": "3.0.11-1",
        "type": "deb",
        "purl": "pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12",
        "locations": [],
    }
    return {
        "matches": [
            {"vulnerability": {"id": name, "severity": "High"}, "artifact": artifact}
            for name in names
        ],
        "source": {"type": "image", "target": {"userInput": "shop/web:1.0"}},
        "distro": {"name": "debian", "version": "12"},
        "descriptor": {"name": "grype", "version": "0.121.2"},
    }


@pytest.fixture
def result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a result of two scanners that agree on one of three findings."""
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.json").write_text(json.dumps(_trivy("CVE-2024-1", "CVE-2024-2")))
    (tmp_path / "g.json").write_text(json.dumps(_grype("CVE-2024-2", "CVE-2024-3")))
    status = main(
        ["aggregate", "t.json", "g.json", "--as", "shop/web", "--format", "json", "-o", "r.json"]
    )
    assert status == 0
    return tmp_path / "r.json"


def test_compare_counts_agreement(result: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both say one, each says one alone."""
    capsys.readouterr()
    assert main(["compare", str(result), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["scanners"] == ["grype", "trivy"]
    assert told["pairs"] == [
        {
            "one": "grype",
            "other": "trivy",
            "both": 1,
            "only_one": 1,
            "only_other": 1,
            "agreement": 0.3333,
        }
    ]
    assert told["silent"] == {"grype": {"unknown": 1}, "trivy": {"unknown": 1}}
    assert main(["compare", str(result)]) == 0
    shown = capsys.readouterr().out
    assert "33%" in shown
    assert "grype                   1: 1 unknown" in shown


def test_explain_names_who_says_it_and_who_does_not(
    result: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sources with their rules, silent scanners with a reason."""
    capsys.readouterr()
    assert main(["explain", "cve-2024-1", str(result)]) == 0
    told = capsys.readouterr().out
    assert "reported by  trivy as CVE-2024-1: high" in told
    assert "not by       grype: unknown" in told


def test_what_is_not_there_is_an_error(
    result: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A finding that the result does not have, a file that is no result."""
    assert main(["explain", "CVE-1", str(result)]) == 3
    assert main(["explain", "CVE-1", str(tmp_path / "t.json")]) == 1
    assert main(["compare", str(tmp_path / "gone.json")]) == 1
    assert "HM2330" in capsys.readouterr().err
