"""SARIF that breaks its schema is read, and every repair is named."""

import json
from typing import Any

from hullmark.model.ledger import Status
from hullmark.model.report import ScannerReport
from hullmark.scanners.sniff import read_report


def report(run: dict[str, Any]) -> ScannerReport:
    """Return what is read of one run."""
    log = {"version": "2.1.0", "runs": [run]}
    (found,) = read_report(json.dumps(log).encode(), source="x.sarif")
    return found


DRIVER = {"driver": {"name": "Linter", "rules": [{"id": "R1"}]}}


def test_a_run_by_the_letter_has_no_repairs() -> None:
    """Nothing is said where nothing was wrong."""
    assert (
        report({"tool": DRIVER, "results": [{"ruleId": "R1", "message": {"text": "x"}}]}).reason
        == ""
    )


def test_each_breakage_is_named_with_its_number() -> None:
    """No message, a line of 0, unknown rules: results are kept, none is lost."""
    place = {"physicalLocation": {"artifactLocation": {"uri": "a b"}, "region": {"startLine": 0}}}
    found = report(
        {
            "tool": DRIVER,
            "results": [
                {"ruleId": "R1", "locations": [place]},
                {"ruleId": "R1", "suppressions": None},
                {"ruleId": "R9", "message": {"text": "x"}},
                {"message": {"text": "y"}},
            ],
        }
    )
    assert found.results == 4
    assert found.status is Status.RAN
    assert found.reason.startswith("repaired: 2 × result without a message")
    for words in ("line below 1", "not percent-encoded", "does not describe", "without a rule"):
        assert words in found.reason
    assert found.violations[0].locations[0].line is None


def test_a_run_without_a_tool_is_of_an_unknown_scanner() -> None:
    """Its results count all the same."""
    found = report({"results": [{"ruleId": "R1", "message": {"text": "x"}}]})
    assert (found.scanner, found.results) == ("unknown", 1)
    assert "without a tool" in found.reason


def test_rules_that_are_there_twice_are_said() -> None:
    """The last one describes the results."""
    twice = {"driver": {"name": "Linter", "rules": [{"id": "R1"}, {"id": "R1", "name": "two"}]}}
    found = report({"tool": twice, "results": [{"ruleId": "R1", "message": {"text": "x"}}]})
    assert "there twice" in found.reason
    assert found.violations[0].title == "two"
