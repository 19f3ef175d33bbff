"""Makes JSON results for tests of the gate."""

import json
from pathlib import Path
from typing import Any

from hullmark.formats.result import SCHEMA
from hullmark.gate.asking import Asking
from hullmark.gate.evidence import Evidence
from hullmark.gate.policies import load_policies
from hullmark.gate.record import GateSettings
from hullmark.gate.verdict import judge_result
from hullmark.model.scan import Verdict

TODAY = "2026-01-31"


def finding(number: int = 1, level: str = "critical", **more: Any) -> dict[str, Any]:
    """Return a vulnerability as it stands in a result."""
    return {
        "id": f"{number:064x}",
        "kind": "vulnerability",
        "identifiers": [f"CVE-2026-{number:04}"],
        "title": "a flaw",
        "severity": {"level": level, "score": None, "source": None},
        "component": {"name": "x", "version": "1", "purl": "pkg:pypi/x@1", "type": "pypi"},
        "locations": [],
        "fixed_in": [],
        "sources": [],
        "suppressed": False,
        "cause": None,
        **more,
    }


def result(*findings: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a result of one image that everything was looked at in."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "hullmark", "version": "1"},
        "created": "2026-01-31T00:00:00Z",
        "verdict": {"status": "pass", "reasons": []},
        "targets": [{"name": "app", "kind": "registry", "digest": None, "platform": None}],
        "components": [],
        "findings": list(findings),
        "ledger": [row()],
        "removed": [],
        "owned": [],
        "data": [],
        **more,
    }


def row(**more: Any) -> dict[str, Any]:
    """Return a row of the ledger."""
    return {
        "target": "app",
        "scanner": "native",
        "check": "packages",
        "status": "ran",
        "reason": "",
        "data_date": None,
        **more,
    }


def judged(
    document: dict[str, Any],
    *,
    folders: tuple[Path, ...] = (),
    opa: str | None = None,
    batch_size: int = 50,
    **told: Any,
) -> Verdict:
    """Return the verdict over a result by the engine and the policies that are named."""
    policies = load_policies(folders)
    return judge_result(
        Evidence(json.dumps(document).encode(), source="result.json"),
        policies,
        GateSettings(**{"profile": "balanced", "today": TODAY, **told}),
        ask=Asking(policies, opa=opa),
        batch_size=batch_size,
    )
