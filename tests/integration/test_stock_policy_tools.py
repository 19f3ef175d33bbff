"""Stock OPA and Conftest run our Rego unchanged, and the verdict by OPA is the same."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from gate_results import finding, judged, result, row
from hullmark.model.scan import VerdictStatus
from source_tree import REPOSITORY

OPA = shutil.which("opa")
CONFTEST = shutil.which("conftest")
needs_opa = pytest.mark.skipif(OPA is None, reason="opa is not on PATH")
needs_conftest = pytest.mark.skipif(CONFTEST is None, reason="conftest is not on PATH")
OWN = """package acme.mixed

import rego.v1

deny contains {"finding": f.id, "msg": "a low one"} if {
	some f in input.findings
	f.severity.level == "low"
}

warn contains "many" if count(input.findings) > 2
"""
DOCUMENT = result(
    finding(1, fixed_in=["2"], published_at="2025-01-01"),
    finding(2, "high", known_exploited=True, cause="code", baseline_state="new"),
    finding(3, "low"),
    finding(4, suppressed=True),
    {**finding(5, "unknown"), "kind": "secret", "component": None, "title": 'a "key" of é'},
    baseline={"source": "x", "new": 1, "unchanged": 0, "updated": 0, "absent": 0},
    components=[
        {
            "name": "bash",
            "version": "5",
            "purl": "pkg:deb/x/bash@5",
            "type": "deb",
            "locations": [],
        },
        {
            "name": "x",
            "version": "1",
            "purl": "pkg:pypi/x@1",
            "type": "pypi",
            "locations": [],
            "license_expression": "AGPL-3.0-only",
        },
    ],
    ledger=[row(), row(scanner="trivy", status="failed", reason="no database")],
    targets=[
        {
            "name": "app",
            "kind": "registry",
            "digest": None,
            "platform": None,
            "config": {},
            "base": {"name": "node:20", "created": "2025-01-01T00:00:00Z"},
        }
    ],
)
TOLD: dict[str, Any] = {
    "profile": "strict",
    "deny": ("root-user", "base-unsigned"),
    "thresholds": {
        "fail_on": "low",
        "sla": {"critical": 7},
        "new": "medium",
        "require": ["trivy", "native"],
        "packages": 1,
        "forbid": ["shells"],
        "base_days": 30,
        "base_allow": ["debian"],
        "license_deny": ["AGPL-*"],
        "license_allow": ["MIT"],
    },
}


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a program and return what it says."""
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


@needs_opa
@pytest.mark.parametrize("name", ["checks", "gate"])
def test_opa_passes_our_tests(name: str) -> None:
    """Every test that our engine passes, OPA passes, too."""
    done = run(str(OPA), "test", str(REPOSITORY / "policies" / name))
    assert done.returncode == 0, done.stdout + done.stderr


@needs_opa
def test_opa_finds_our_policies_strictly_right() -> None:
    """No unused import or variable, no shadowed name; and formatted as OPA does."""
    folder = REPOSITORY / "policies" / "gate"
    done = run(str(OPA), "check", "--strict", str(folder))
    assert done.returncode == 0, done.stderr
    assert run(str(OPA), "fmt", "--list", str(folder)).stdout == ""


@needs_opa
def test_a_verdict_by_opa_is_the_same(tmp_path: Path) -> None:
    """Every policy, ours and own ones: status, reasons, order, to the letter."""
    (tmp_path / "own.rego").write_text(OWN)
    ours = judged(DOCUMENT, folders=(tmp_path,), **TOLD)
    assert ours.status is VerdictStatus.FAIL
    assert {reason.policy for reason in ours.reasons} >= {"HM-GATE-0002", "acme.mixed"}
    assert judged(DOCUMENT, folders=(tmp_path,), opa=OPA, **TOLD) == ours


@needs_opa
@pytest.mark.parametrize(
    "body",
    [
        "deny contains x if {\n",
        "deny := 1 if input.findings\n\ndeny := 2 if input.findings\n",
        "deny := true\n",
        'deny contains "x" if http.send({"method": "get", "url": "http://127.0.0.1"})\n',
    ],
    ids=["does not parse", "contradicts itself", "no set", "reaches out"],
)
def test_what_opa_cannot_judge_is_incomplete(tmp_path: Path, body: str) -> None:
    """And a policy cannot reach the network."""
    (tmp_path / "own.rego").write_text(f"package acme.x\n\nimport rego.v1\n\n{body}")
    verdict = judged(result(), folders=(tmp_path,), opa=OPA)
    assert verdict.status is VerdictStatus.INCOMPLETE
    assert "own.rego" in verdict.reasons[0].file


@needs_conftest
def test_conftest_judges_a_result(tmp_path: Path) -> None:
    """The JSON result is the input; each policy is a namespace."""
    path = tmp_path / "result.json"
    path.write_text(json.dumps(DOCUMENT))
    done = run(
        str(CONFTEST),
        "test",
        "--policy",
        str(REPOSITORY / "policies" / "gate"),
        "--namespace",
        "hullmark.gate.fixable_critical",
        "--output",
        "json",
        str(path),
    )
    (said,) = json.loads(done.stdout)
    assert [each["msg"] for each in said["failures"]] == [
        "CVE-2026-0001 in x 1: critical with a fix"
    ]


@needs_conftest
@pytest.mark.parametrize("name", ["checks", "gate"])
def test_conftest_verifies_our_tests(name: str) -> None:
    """``conftest verify`` runs the same tests."""
    done = run(str(CONFTEST), "verify", "--policy", str(REPOSITORY / "policies" / name))
    assert done.returncode == 0, done.stdout[-2000:]
