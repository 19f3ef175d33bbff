"""SARIF of any size: read in pieces where it fits, refused where it is larger than any report."""

import json
from pathlib import Path
from typing import Any

import pytest

from hullmark.model.report import ScannerReport
from hullmark.pipeline.import_reports import read_reports
from hullmark.scanners import sniff
from hullmark.scanners.errors import BrokenReportError, ReportTooLargeError
from hullmark.scanners.opening import text_of
from hullmark.scanners.sarif import adapter
from hullmark.scanners.sniff import read_report

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def _result(number: int) -> dict[str, Any]:
    return {
        "ruleId": f"CVE-2024-{10_000 + number}",
        "message": {"text": f"Package: lib{number % 7}\nInstalled Version: 1.{number % 3}"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": "var/lib/status"}}}],
    }


def _log(results: list[Any]) -> bytes:
    run = {"tool": {"driver": {"name": "Trivy"}}, "results": results}
    return json.dumps({"version": "2.1.0", "$schema": _SCHEMA, "runs": [run]}).encode()


def _read(data: bytes) -> ScannerReport:
    (report,) = read_report(data, source="a.sarif")
    return report


@pytest.mark.parametrize("count", [0, 1, 999, 1_000, 1_001, 2_500])
def test_every_result_is_read_wherever_a_piece_ends(count: int) -> None:
    """Results keep their number and order across pieces."""
    report = _read(_log([_result(number) for number in range(count)]))
    assert report.results == count
    assert [claim.advisory_id for claim in report.claims] == [
        f"CVE-2024-{10_000 + number}" for number in range(count)
    ]


def test_one_result_that_does_not_fit_leaves_the_others() -> None:
    """A misfit in a late piece is an issue; nothing before it is counted twice."""
    results: list[Any] = [_result(number) for number in range(1_500)]
    results[1_400] = "no result"
    report = _read(_log(results))
    assert report.results == 1_499
    assert len(report.issues) == 1


def test_a_run_without_results_is_not_a_clean_one() -> None:
    """A list that is missing is told apart from one that is empty."""
    data = _log([]).replace(b'"results": []', b'"results": null')
    assert "no list of results" in _read(data).reason
    assert not _read(_log([])).reason


def test_sarif_may_be_larger_than_other_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read in pieces has a higher limit than what is not."""
    monkeypatch.setattr(adapter, "REPORT_BYTES", 100)
    monkeypatch.setattr(sniff, "REPORT_BYTES", 100)
    assert _read(_log([_result(1)])).results == 1
    with pytest.raises(ReportTooLargeError):
        text_of(bytes(101), source="a.sarif", most=100)


def test_large_sarif_with_a_misfit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking at every part of a value takes many times its size, so there is an end to it."""
    monkeypatch.setattr(adapter, "REPORT_BYTES", 100)
    monkeypatch.setattr(sniff, "REPORT_BYTES", 100)
    with pytest.raises((ReportTooLargeError, BrokenReportError)):
        read_report(_log(["no result"]), source="a.sarif")


def test_ten_gigabytes_are_refused_unread(tmp_path: Path) -> None:
    """A file's size is asked before its bytes."""
    huge, small = tmp_path / "huge.sarif", tmp_path / "small.sarif"
    with huge.open("wb") as file:
        file.write(_log([])[:-1] + b'"')
        file.truncate(10 * 1024**3)
    small.write_bytes(_log([_result(1)]))
    read = read_reports([huge, small])
    assert [report.results for report in read.reports] == [1]
    assert "too large" in " ".join(row.reason for row in read.ledger)
