"""Aggregating joins what is one problem, says where every result went, and loses nothing."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hullmark.config.settings import Settings
from hullmark.kernel.errors import HullmarkError, NothingToScanError
from hullmark.model.ledger import Status
from hullmark.pipeline.aggregate import aggregate

_SCRIPT = Path(__file__).parents[3] / "scripts" / "aggregate_sarif.py"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "home"))


def _trivy(*ids: str, image: str = "sha256:" + "c" * 64) -> dict[str, Any]:
    return {
        "SchemaVersion": 2,
        "ArtifactName": "shop/web:1.0",
        "ArtifactType": "container_image",
        "Metadata": {"ImageID": image, "OS": {"Family": "debian", "Name": "12.5"}},
        "Results": [
            {
                "Target": "shop/web:1.0 (debian 12.5)",
                "Class": "os-pkgs",
                "Type": "debian",
                "Vulnerabilities": [
                    {
                        "VulnerabilityID": each,
                        "PkgName": "libssl3",
                        "InstalledVersion": "3.0.11-1",
                        "Severity": "HIGH",
                    }
                    for each in ids
                ],
            }
        ],
    }


def _grype(*ids: str, image: str = "sha256:" + "c" * 64) -> dict[str, Any]:
    return {
        "matches": [
            {
                "vulnerability": {"id": each, "severity": "High", "fix": {"state": "unknown"}},
                "artifact": {
                    "name": "libssl3",
                    "version": "3.0.11-1",
                    "type": "deb",
                    "purl": "pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&distro=debian-12",
                    "locations": [],
                },
            }
            for each in ids
        ],
        "source": {"type": "image", "target": {"userInput": "web.tar", "imageID": image}},
        "distro": {"name": "debian", "version": "12"},
        "descriptor": {"name": "grype", "version": "0.121.2"},
    }


def _file(folder: Path, name: str, document: Any) -> Path:
    path = folder / name
    path.write_text(json.dumps(document))
    return path


def test_two_scanners_agree_on_one_finding(tmp_path: Path) -> None:
    """Reports of one image find each other by its digest; both stay as sources."""
    files = [
        _file(tmp_path, "t.json", _trivy("CVE-2024-1", "CVE-2024-2")),
        _file(tmp_path, "g.json", _grype("CVE-2024-2")),
    ]
    result = aggregate(files, settings=Settings())
    assert len(result.targets) == 1
    sources = {f.identifiers[0]: [s.scanner for s in f.sources] for f in result.findings}
    assert sources == {"CVE-2024-1": ["trivy"], "CVE-2024-2": ["grype", "trivy"]}
    [row] = [row for row in result.ledger if row.check == "merge"]
    assert row.reason.startswith("3 results of 2 reports: 2 findings, 1 merged into them")


def test_two_images_stay_apart_unless_named(tmp_path: Path) -> None:
    """Different digests are different images; `--as` says otherwise."""
    files = [
        _file(tmp_path, "t.json", _trivy("CVE-2024-1")),
        _file(tmp_path, "g.json", _grype("CVE-2024-1", image="sha256:" + "d" * 64)),
    ]
    assert len(aggregate(files, settings=Settings()).findings) == 2
    assert len(aggregate(files, settings=Settings(), name="shop/web").findings) == 1


def test_a_broken_file_is_named_and_the_rest_is_aggregated(tmp_path: Path) -> None:
    """Partial input is data, not an error; no input at all is one."""
    good = _file(tmp_path, "t.json", _trivy("CVE-2024-1"))
    bad = tmp_path / "bad.json"
    bad.write_text("{")
    result = aggregate([good, bad, tmp_path / "gone.json"], settings=Settings())
    failed = [row.check for row in result.ledger if row.status is Status.FAILED]
    assert failed == [str(bad), str(tmp_path / "gone.json")]
    assert len(result.findings) == 1
    with pytest.raises(HullmarkError):
        aggregate([bad], settings=Settings())
    with pytest.raises(NothingToScanError):
        aggregate([], settings=Settings())


def test_without_a_database_the_ledger_says_that_aliases_are_unknown(tmp_path: Path) -> None:
    """Two ids that only the database knows to be one stay two, and that is said."""
    result = aggregate([_file(tmp_path, "t.json", _trivy("CVE-2024-1"))], settings=Settings())
    assert [row.status for row in result.ledger if row.check == "aliases"] == [Status.STARTER]


def test_the_script_merges_and_warns(tmp_path: Path) -> None:
    """The call of old workflows: output named or by default, exit status by what was read."""
    good = _file(tmp_path, "t.json", _trivy("CVE-2024-1"))

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(_SCRIPT), *arguments],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            check=False,
        )

    assert run(str(good)).returncode == 0
    merged = json.loads((tmp_path / "combined.sarif").read_text())
    assert len(merged["runs"][0]["results"]) == 1
    partly = run(str(good), "gone.sarif", "-o", "other.sarif")
    assert partly.returncode == 1
    assert "gone.sarif is left out" in partly.stderr
    assert (tmp_path / "other.sarif").exists()
    assert run().returncode == 2


def test_decisions_are_applied_and_accounted_for(tmp_path: Path) -> None:
    """A suppression and a VEX document: findings stay, the ledger says what each entry did."""
    suppressions = tmp_path / "suppressions.toml"
    suppressions.write_text(
        "[[suppress]]\n"
        'id = "CVE-2024-1"\nowner = "web"\nreason = "not reachable"\nexpires = 2999-01-01\n'
        "[[suppress]]\n"
        'id = "CVE-2024-2"\nowner = "web"\nreason = "old"\nexpires = 2020-01-01\n'
    )
    vex = _file(
        tmp_path,
        "vex.json",
        {
            "@context": "https://openvex.dev/ns/v0.2.0",
            "author": "Vendor",
            "timestamp": "2024-01-01T00:00:00Z",
            "statements": [
                {
                    "vulnerability": {"name": name},
                    "products": [{"@id": "pkg:deb/debian/libssl3"}],
                    "status": "not_affected",
                    "justification": "vulnerable_code_not_present",
                }
                for name in ("CVE-2024-3", "CVE-2024-9")
            ],
        },
    )
    settings = Settings(suppressions=suppressions, vex=(vex,))
    report = _file(tmp_path, "t.json", _trivy("CVE-2024-1", "CVE-2024-2", "CVE-2024-3"))
    result = aggregate([report], settings=settings)
    told = {each.identifiers[0]: each.suppression for each in result.findings if each.suppressed}
    assert set(told) == {"CVE-2024-1", "CVE-2024-3"}
    assert "not reachable (web, until 2999-01-01" in told["CVE-2024-1"]
    assert "vulnerable_code_not_present (says Vendor)" in told["CVE-2024-3"]
    reasons = [row.reason for row in result.ledger]
    assert "accepts 1 findings" in reasons
    assert "not applied: it expired on 2020-01-01" in reasons
    assert "says nothing about what was found: CVE-2024-9" in reasons
    assert any("1 findings" in each and "2 suppressed" in each for each in reasons)


@pytest.mark.parametrize(
    "text",
    ['[[suppress]]\nid = "x"\ncolor = 1\n', "suppress = 3\n", "[[suppress]\n", "[other]\n"],
)
def test_a_suppression_file_that_is_not_understood_ends_the_run(tmp_path: Path, text: str) -> None:
    """Nothing is applied in silence, and nothing is skipped in silence."""
    file = tmp_path / "suppressions.toml"
    file.write_text(text)
    report = _file(tmp_path, "t.json", _trivy("CVE-2024-1"))
    with pytest.raises(HullmarkError, match="suppressions"):
        aggregate([report], settings=Settings(suppressions=file))
