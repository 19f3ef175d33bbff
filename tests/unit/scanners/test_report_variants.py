"""Small reports in the dialects that releases, options and pipelines give them, each counted."""

import json
from pathlib import Path

import pytest

from hullmark.model.ledger import Status
from hullmark.scanners.sniff import read_report

VARIANTS = json.loads(Path(__file__).with_name("report_variants.json").read_text())


def _bytes(document: object) -> bytes:
    return (document if isinstance(document, str) else json.dumps(document)).encode()


@pytest.mark.parametrize("name", VARIANTS)
def test_a_dialect_of_a_report_says_as_many_results_as_it_holds(name: str) -> None:
    """Older schemas, empty and null lists, one object or many, lines, tables and text."""
    expected, document = VARIANTS[name]
    reports = read_report(_bytes(document), source=name)
    assert sum(report.results - report.ignored for report in reports) == expected


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
@pytest.mark.parametrize("name", ["trivy-list-v2", "tw-csv", "cdx-xml", "kb-list", "dbench-text"])
def test_encodings_change_nothing(name: str, encoding: str) -> None:
    """Reports redirected by PowerShell are UTF-16; others begin with a mark."""
    expected, document = VARIANTS[name]
    text = _bytes(document).decode().replace(' encoding="UTF-8"', "")
    reports = read_report(text.encode(encoding), source=name)
    assert sum(report.results for report in reports) == expected


def test_a_log_without_runs_is_no_clean_answer() -> None:
    """A SARIF file in which no tool ran leaves a row that says so."""
    (report,) = read_report(b'{"version": "2.1.0", "runs": []}', source="empty.sarif")
    assert (report.status, report.results) == (Status.PARTIAL, 0)


def test_a_log_of_a_scan_that_did_not_end_is_no_clean_answer() -> None:
    """TruffleHog without findings writes its log alone; the last line says whether it is whole."""
    lines = [
        {"level": "info-0", "ts": "2024", "logger": "trufflehog", "msg": said}
        for said in ("running source", "finished scanning")
    ]
    whole = "\n".join(map(json.dumps, lines)).encode()
    half = json.dumps(lines[0]).encode()
    assert [read_report(each, source="t")[0].status for each in (whole, half)] == [
        Status.RAN,
        Status.PARTIAL,
    ]


def test_docker_bench_for_people_keeps_what_a_check_is_about() -> None:
    """Lines below a check are part of what it says."""
    said = (
        "# Docker Bench for Security v1.6.0\n\n[INFO] 4 - Container Images\n"
        "[WARN] 4.1 - Ensure that a user for the container has been created (Automated)\n"
        "[WARN]      * Running as root: web\n[PASS] 4.5 - Ensure content trust (Automated)\n"
        "[INFO] Checks: 2\n[INFO] Score: -1\n"
    )
    (report,) = read_report(said.encode(), source="bench.log")
    (found,) = report.violations
    assert (report.status, found.rule) == (Status.RAN, "4.1")
    assert found.message.endswith("Running as root: web")
