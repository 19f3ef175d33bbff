"""SARIF for code scanning stays within its limits, shows the worst and counts the rest."""

import gzip
import json
from typing import Any

from msgspec.structs import replace

from hullmark.model.finding import Finding, Fingerprint, Kind
from hullmark.model.scan import ScanResult, Target
from hullmark.model.severity import Severity
from hullmark.report.sarif.github import github_logs, left_out
from report_sample import sample


def _finding(number: int, target: str, severity: Severity = Severity.LOW) -> Finding:
    return Finding(
        id=Fingerprint(f"{target}-{number}"),
        kind=Kind.VULNERABILITY,
        identifiers=(f"CVE-2024-{number:05}",),
        title=f"flaw {number} " + "x" * (number % 50),
        severity=severity,
        rating=None,
        target=target,
    )


def _result(images: int, findings: int) -> ScanResult:
    names = [f"shop/app{index}" for index in range(images)]
    return replace(
        sample(),
        targets=tuple(Target(name=f"{name}:1", kind="registry") for name in names),
        components=(),
        component_targets=(),
        ledger=(),
        findings=tuple(
            _finding(
                number, f"{name}:1", Severity.CRITICAL if number == findings - 1 else Severity.LOW
            )
            for name in names
            for number in range(findings)
        ),
    )


def _read(logs: list[bytes]) -> list[dict[str, Any]]:
    return [json.loads(log) for log in logs]


def test_no_file_has_more_runs_than_are_taken() -> None:
    """Twenty runs a file; every image is in exactly one, under a category of its own."""
    logs = _read(github_logs(_result(45, 2)))
    assert [len(log["runs"]) for log in logs] == [20, 20, 5]
    categories = [run["automationDetails"]["id"] for log in logs for run in log["runs"]]
    assert len(set(categories)) == 45


def test_the_most_severe_are_shown_and_the_rest_is_counted() -> None:
    """The last result says how many are not shown; its fingerprint does not follow the count."""
    [log] = _read(github_logs(_result(1, 30), results=10))
    [run] = log["runs"]
    assert len(run["results"]) == 10
    assert run["results"][0]["ruleId"] == "CVE-2024-00029"
    last = run["results"][-1]
    assert last["properties"]["notShown"] == 21
    assert run["tool"]["driver"]["rules"][last["ruleIndex"]]["id"] == last["ruleId"]
    [other] = _read(github_logs(_result(1, 40), results=10))
    assert other["runs"][0]["results"][-1]["partialFingerprints"] == last["partialFingerprints"]


def test_at_the_limit_nothing_is_rolled_up() -> None:
    """As many as are taken are all shown, in one file; one more and the last one counts two."""
    for count, shown in ((10, None), (11, 2)):
        [log] = _read(github_logs(_result(1, count), results=10))
        results = log["runs"][0]["results"]
        assert len(results) == 10
        assert results[-1].get("properties", {}).get("notShown") == shown
    assert [len(log["runs"]) for log in _read(github_logs(_result(20, 1)))] == [20]
    assert [len(log["runs"]) for log in _read(github_logs(_result(21, 1)))] == [20, 1]


def test_files_stay_below_the_size_of_an_upload() -> None:
    """A run that is too large by itself is cut; runs that are too large together are parted."""
    limit = 20_000
    logs = github_logs(_result(6, 400), gzip_bytes=limit)
    assert len(logs) > 1
    assert all(len(gzip.compress(log)) <= limit * 1.1 for log in logs)
    assert sum(len(log["runs"]) for log in _read(logs)) == 6


def test_suppressed_findings_stand_beside() -> None:
    """Code scanning ignores suppressions, so they are left out, and listed."""
    result = _result(1, 3)
    first = replace(result.findings[0], suppressed=True, suppression="accepted (ops)")
    result = replace(result, findings=(first, *result.findings[1:]))
    [log] = _read(github_logs(result))
    assert len(log["runs"][0]["results"]) == 2
    [row] = json.loads(left_out(result))["suppressed"]
    assert (row["id"], row["reason"]) == (first.id, "accepted (ops)")


def test_nothing_found_is_a_file_too() -> None:
    """An upload without results closes the alerts of before."""
    [log] = _read(github_logs(_result(1, 0)))
    assert log["runs"][0]["results"] == []
