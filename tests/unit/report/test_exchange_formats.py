"""JUnit, GitLab, Sonar and OpenVEX: what each takes, and what it is not given."""

import json
import xml.etree.ElementTree as ET
from typing import Any

import jsonschema
import pytest
from msgspec.structs import replace

from hullmark.formats.vex.read import read_vex
from hullmark.merge.vex import apply_vex, subject_of_target
from hullmark.model.finding import Finding, Fingerprint, Kind
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.scan import ScanResult
from hullmark.model.severity import Severity
from hullmark.report.formats import write
from report_sample import TARGET, empty, sample, two_targets
from report_schemas import GITLAB, SONAR

SECRET = Finding(
    id=Fingerprint("secret-1"),
    kind=Kind.SECRET,
    identifiers=("aws-access-token",),
    title="AWS access key",
    message="An access key of AWS",
    severity=Severity.HIGH,
    rating=None,
    secret_masked="AKIA…",
    subject="srv/app/.env",
    target=TARGET,
)


def _with(*findings: Finding) -> ScanResult:
    return replace(sample(), findings=(*sample().findings, *findings))


@pytest.mark.parametrize("result", [sample(), empty(), two_targets(), _with(SECRET)])
@pytest.mark.parametrize(("name", "schema"), [("gitlab", GITLAB), ("sonar", SONAR)])
def test_documents_satisfy_their_importer(
    name: str, schema: dict[str, Any], result: ScanResult
) -> None:
    """Required fields, lengths, patterns and words."""
    jsonschema.Draft202012Validator(schema).validate(json.loads(write(result, name)))


def test_gitlab_is_told_what_is_left_out() -> None:
    """Secrets and suppressed findings are counted in the scan's messages, with what failed."""
    document = json.loads(write(_with(SECRET), "gitlab"))
    messages = [message["value"] for message in document["scan"]["messages"]]
    assert messages[0] == "1 secret finding left out: not for this kind of report"
    assert messages[1] == "1 suppressed finding left out"
    assert any("broken line 88" in message for message in messages)
    assert len(document["vulnerabilities"]) == 10


def test_gitlab_knows_a_finding_again() -> None:
    """The id of a finding is the same in every report about the same image."""
    first = json.loads(write(sample(), "gitlab"))["vulnerabilities"]
    fewer = replace(sample(), findings=sample().findings[2:])
    later = json.loads(write(fewer, "gitlab"))["vulnerabilities"]
    assert {each["id"] for each in later} <= {each["id"] for each in first}
    assert len({each["id"] for each in first}) == len(first)


def test_sonar_rules_and_issues_belong_together() -> None:
    """Every issue's rule is there once, and no path is absolute."""
    document = json.loads(write(two_targets(), "sonar"))
    rules = [rule["id"] for rule in document["rules"]]
    assert len(rules) == len(set(rules))
    assert {issue["ruleId"] for issue in document["issues"]} == set(rules)
    paths = {issue["primaryLocation"]["filePath"] for issue in document["issues"]}
    assert "var/lib/dpkg/status" in paths


def test_junit_counts_what_it_holds() -> None:
    """Findings fail, missing checks are errors, suppressed findings are skipped with a reason."""
    root = ET.fromstring(write(two_targets(), "junit"))
    suites = root.findall("testsuite")
    assert [suite.get("name") for suite in suites] == [
        TARGET,
        "registry.example.com/shop/web:1",
    ]
    for suite in suites:
        cases = suite.findall("testcase")
        assert int(suite.get("tests", "")) == len(cases)
        for kind, attribute in (
            ("failure", "failures"),
            ("error", "errors"),
            ("skipped", "skipped"),
        ):
            assert int(suite.get(attribute, "")) == len(suite.findall(f"testcase/{kind}"))
    assert root.get("tests") == str(sum(int(suite.get("tests", "")) for suite in suites))
    skipped = suites[0].findall("testcase/skipped")
    assert [each.get("message") for each in skipped] == ["suppressed: no reason is recorded"]
    values = {each.get("name"): each.get("value") for each in root.iter("property")}
    assert values["verdict"] == "fail"


def test_junit_is_not_green_where_nothing_ran() -> None:
    """A failed check without any finding is an error."""
    row = LedgerRow(target="a", scanner="native", check="layer 1", status=Status.FAILED)
    root = ET.fromstring(write(replace(empty(), ledger=(row,)), "junit"))
    assert root.get("errors") == "1"


def test_a_vex_decision_keeps_its_status_and_reason() -> None:
    """What a supplier said comes out again as it went in, and suppresses the same finding."""
    statement = {
        "@context": "https://openvex.dev/ns/v0.2.0",
        "@id": "https://vex.example/1",
        "author": "Shop",
        "timestamp": "2026-11-01T00:00:00Z",
        "version": 1,
        "statements": [
            {
                "vulnerability": {"name": "CVE-2024-22195"},
                "products": [{"@id": "pkg:pypi/jinja2@3.1.2"}],
                "status": "not_affected",
                "justification": "vulnerable_code_not_in_execute_path",
            }
        ],
    }
    result = _decided(sample(), json.dumps(statement).encode())
    written = write(result, "openvex")
    held = {each["vulnerability"]["name"]: each for each in json.loads(written)["statements"]}
    said = held["CVE-2024-22195"]
    assert said["status"] == "not_affected"
    assert said["justification"] == "vulnerable_code_not_in_execute_path"
    assert said["status_notes"].startswith("Stated by Shop in ")
    again = _decided(sample(), written)
    suppressed = [each.identifiers[0] for each in again.findings if each.suppressed]
    assert suppressed == ["CVE-2024-22195", "CVE-2020-0001"]


def _decided(result: ScanResult, document: bytes) -> ScanResult:
    statements = read_vex(document, source="vex.json").statements
    subject = subject_of_target(result.targets[0])
    applied = apply_vex(result.findings, statements, subject=subject)
    return replace(result, findings=applied.findings)


def test_an_accepted_risk_is_still_a_risk() -> None:
    """The team's own decision is an action, never a claim that nothing is affected."""
    accepted = replace(
        sample().findings[0],
        suppressed=True,
        suppression="behind a firewall (ops, until 2027-01-01; suppressions.toml [1])",
    )
    result = replace(sample(), findings=(accepted, SECRET))
    (statement,) = json.loads(write(result, "openvex"))["statements"]
    assert statement["status"] == "affected"
    assert statement["action_statement"].startswith("Accepted: behind a firewall (ops, until 2027")


def test_openvex_names_image_and_packages() -> None:
    """The product is the image by digest, its parts are the installed packages."""
    statements = json.loads(write(sample(), "openvex"))["statements"]
    first = next(each for each in statements if each["vulnerability"]["name"] == "CVE-2024-1111")
    (product,) = first["products"]
    assert product["@id"].startswith("pkg:oci/app@sha256%3A4f1c")
    assert len(product["subcomponents"]) == 2
    assert first["action_statement"] == "Update openssl to 3.0.14-1~deb12u1."
