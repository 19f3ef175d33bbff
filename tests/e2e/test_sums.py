"""Results of reports are kept, merged, suppressed or left out: the sum is told, and is right."""

import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hullmark.__main__ import main

_SOON = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
_PACKAGES = ("zlib1g", "openssl", "bash")
_FLAWS = ("CVE-2024-0001", "CVE-2024-0002", "CVE-2024-0003")
_rows = st.lists(st.tuples(st.sampled_from(_FLAWS), st.sampled_from(_PACKAGES)), max_size=8)


def _match(flaw: str, package: str) -> dict[str, Any]:
    purl = f"pkg:deb/debian/{package}@1.0?distro=debian-12"
    return {
        "vulnerability": {"id": flaw, "severity": "High"},
        "artifact": {"name": package, "version": "1.0", "type": "deb", "purl": purl},
    }


def _grype(rows: list[tuple[str, str]], ignored: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "matches": [_match(*row) for row in rows],
        "ignoredMatches": [
            {**_match(*row), "appliedIgnoreRules": [{"vulnerability": row[0]}]} for row in ignored
        ],
        "source": {"type": "image", "target": {"userInput": "shop/web:1.0"}},
        "distro": {"name": "debian", "version": "12"},
        "descriptor": {"name": "grype", "version": "0.121.2"},
    }


def _trivy(rows: list[tuple[str, str]]) -> dict[str, Any]:
    flaws = [
        {"VulnerabilityID": flaw, "PkgName": name, "InstalledVersion": "1.0", "Severity": "HIGH"}
        for flaw, name in rows
    ]
    return {
        "SchemaVersion": 2,
        "ArtifactName": "shop/web:1.0",
        "Metadata": {"OS": {"Family": "debian", "Name": "12"}},
        "Results": [
            {"Target": "w", "Class": "os-pkgs", "Type": "debian", "Vulnerabilities": flaws}
        ],
    }


def _numbers(reason: str) -> tuple[int, ...]:
    found = re.fullmatch(
        r"(\d+) results of \d+ reports: (\d+) findings, (\d+) merged into them, "
        r"(\d+) suppressed, (\d+) left out because their scanner had",
        reason,
    )
    assert found, reason
    return tuple(map(int, found.groups()))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    said=_rows,
    ignored=_rows,
    also=_rows,
    accepted=st.sets(st.sampled_from(_FLAWS), max_size=2),
    verb=st.sampled_from(["import", "aggregate"]),
)
def test_what_goes_in_comes_out(
    said: list[tuple[str, str]],
    ignored: list[tuple[str, str]],
    also: list[tuple[str, str]],
    accepted: set[str],
    verb: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Counted from the outside: rows of reports, findings of the result, code scanning's files."""
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "grype.json").write_text(json.dumps(_grype(said, ignored)))
    (tmp_path / "trivy.json").write_text(json.dumps(_trivy(also)))
    entries = "".join(
        f'[[suppress]]\nid = "{each}"\nowner = "me"\nreason = "r"\nexpires = {_SOON}\n'
        for each in sorted(accepted)
    )
    (tmp_path / ".hullmark").mkdir(exist_ok=True)
    (tmp_path / ".hullmark" / "suppressions.toml").write_text(entries)
    main([verb, "grype.json", "trivy.json", "--as", "web", "--no-store", "--format", "json"])
    result = json.loads(capsys.readouterr().out)
    (reason,) = [row["reason"] for row in result["ledger"] if row["check"] == "merge"]
    before, kept, merged, suppressed, left_out = _numbers(reason)
    states = Counter(each["suppressed"] for each in result["findings"])
    assert before == len(said) + len(ignored) + len(also) == kept + merged + suppressed + left_out
    assert (kept, suppressed, left_out) == (states[False], states[True], len(ignored))
    assert kept + suppressed == len({*said, *also})
    assert suppressed == len({row for row in (*said, *also) if row[0] in accepted})
