"""SARIF as code scanning takes it."""

import json
from typing import Any

from msgspec.structs import replace

from hullmark.model.component import Location
from hullmark.model.finding import Fingerprint, Kind
from hullmark.model.scan import ScanResult
from hullmark.model.severity import Severity
from hullmark.report.sarif.write import write_sarif
from report_sample import HOSTILE, JINJA, TARGET, bumped, finding, sample, two_targets


def _log(result: ScanResult) -> Any:
    return json.loads(write_sarif(result))


def _fingerprints(result: ScanResult) -> Any:
    return sorted(
        (found["ruleId"], found["partialFingerprints"]["primaryLocationLineHash"])
        for run in _log(result)["runs"]
        for found in run["results"]
    )


def test_fingerprints_survive_a_release() -> None:
    """New tag, digest, layers, lines and versions: the same alerts."""
    assert _fingerprints(sample()) == _fingerprints(bumped())


def test_fingerprints_do_not_depend_on_order() -> None:
    """Findings in another order get the same fingerprints."""
    result = sample()
    assert _fingerprints(replace(result, findings=result.findings[::-1])) == _fingerprints(result)


def test_fingerprints_are_unique_in_a_run() -> None:
    """Two findings never share one: an alert would vanish."""
    prints = _fingerprints(two_targets())
    assert len(set(prints)) == len(prints)


def test_two_versions_at_one_path_are_numbered_by_version() -> None:
    """A fat archive holds two versions: the lower one is number 1, whatever comes first."""
    place = Location(path="/app.jar")
    new = finding("CVE-1", replace(JINJA, version="2.10", locations=(place,)), Severity.LOW)
    old = finding("CVE-1", replace(JINJA, version="2.9", locations=(place,)), Severity.HIGH)
    run = _log(replace(sample(), findings=(new, old)))["runs"][0]
    numbers = {
        found["message"]["text"][:11]: found["partialFingerprints"]["primaryLocationLineHash"][-2:]
        for found in run["results"]
    }
    assert numbers == {"jinja2 2.10": ":2", "jinja2 2.9:": ":1"}


def test_the_category_names_repository_and_platform() -> None:
    """No tag in it, and it ends with a slash."""
    assert [run["automationDetails"]["id"] for run in _log(two_targets())["runs"]] == [
        "hullmark/registry.example.com/shop/app/linux/amd64/",
        "hullmark/registry.example.com/shop/web/linux/amd64/",
    ]


def test_two_tags_of_one_repository_share_a_run() -> None:
    """A file with one category twice would be refused."""
    result = sample()
    other = replace(result.targets[0], name=TARGET.replace("2.4", "2.5"))
    moved = tuple(replace(item, target=other.name) for item in result.findings)
    log = _log(
        replace(result, targets=(*result.targets, other), findings=(*result.findings, *moved))
    )
    assert len(log["runs"]) == 1
    assert len(log["runs"][0]["results"]) == 20


def test_suppressed_findings_are_counted_and_left_out() -> None:
    """Code scanning would open an alert for each."""
    run = _log(sample())["runs"][0]
    assert run["properties"]["suppressed"] == 1
    assert not [found for found in run["results"] if "CVE-2020-0001" in found["ruleId"]]


def test_rules_stay_inside_the_limits_of_github() -> None:
    """Names, descriptions, tags and severities of every rule."""
    long = finding(
        "CVE-1 " + " ".join(f"ALIAS-{number}" for number in range(30)),
        replace(JINJA, name="j" * 2_000),
        Severity.UNKNOWN,
        title="[{t}]" * 1_000,
        description="d" * 100_000,
    )
    for rule in _log(replace(sample(), findings=(*sample().findings, long)))["runs"][0]["tool"][
        "driver"
    ]["rules"]:
        assert len(rule["id"]) <= 255
        assert len(rule["name"]) <= 255
        assert len(rule["shortDescription"]["text"]) <= 1_024
        assert len(rule["fullDescription"]["text"]) <= 1_024
        assert len(rule["help"]["text"]) < 20_000
        assert len(rule["properties"]["tags"]) <= 10
        assert 0.1 <= float(rule["properties"]["security-severity"]) <= 10.0


def test_results_point_at_their_rule() -> None:
    """Index and id agree."""
    run = _log(sample())["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[found["ruleIndex"]]["id"] == found["ruleId"] for found in run["results"])


def test_locations_are_relative_paths_with_layer_and_instruction() -> None:
    """The file in the image, and the step that brought it."""
    run = _log(sample())["runs"][0]
    first = next(found for found in run["results"] if "urllib3" in found["ruleId"])
    location = first["locations"][0]
    assert location["physicalLocation"] == {
        "artifactLocation": {
            "uri": "usr/local/lib/python3.11/site-packages/urllib3-1.26.4.dist-info/METADATA"
        },
        "region": {"startLine": 1},
    }
    assert [place["kind"] for place in location["logicalLocations"]] == ["layer", "instruction"]
    assert location["logicalLocations"][1]["name"] == "RUN pip install -r requirements.txt"


def test_a_finding_without_a_place_is_about_the_image() -> None:
    """Code scanning refuses results without a location."""
    bare = finding(
        "HM-EOL-1", JINJA, Severity.HIGH, kind=Kind.END_OF_LIFE, component=None, locations=()
    )
    found = _log(replace(sample(), findings=(bare,)))["runs"][0]["results"][0]
    uri = found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "registry.example.com/shop/app/linux/amd64"


def test_a_thousand_locations_are_cut_and_counted() -> None:
    """GitHub keeps 100 per result; the number of all is beside."""
    places = tuple(Location(path=f"/p/{number:04}") for number in range(1_000))
    many = finding("CVE-1", JINJA, Severity.LOW, locations=places)
    found = _log(replace(sample(), findings=(many,)))["runs"][0]["results"][0]
    assert len(found["locations"]) == 100
    assert found["properties"]["locationsTotal"] == 1_000


def test_what_could_not_be_done_is_a_notification() -> None:
    """Incomplete ledger rows say so, and a failed one marks the invocation."""
    invocation = _log(sample())["runs"][0]["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert [
        (notice["level"], notice["descriptor"]["id"])
        for notice in invocation["toolExecutionNotifications"]
    ] == [
        ("warning", "ledger/partial"),
        ("error", "ledger/failed"),
        ("warning", "ledger/stale-data"),
    ]


def test_foreign_text_makes_no_links_and_no_placeholders() -> None:
    """Brackets and braces of a name are escaped in messages."""
    run = _log(sample())["runs"][0]
    text = next(found["message"]["text"] for found in run["results"] if "evil" in found["ruleId"])
    assert "{{0}}" in text
    assert r"\[x\]" in text
    assert HOSTILE not in text
    assert "\x1b" not in text


def test_one_rule_of_two_findings_takes_the_worse() -> None:
    """Severity and level of a rule are those of its worst finding."""
    low = finding("CVE-1", JINJA, Severity.LOW)
    high = replace(
        finding("CVE-1", replace(JINJA, version="4"), Severity.CRITICAL), id=Fingerprint("b")
    )
    rules = _log(replace(sample(), findings=(low, high)))["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["properties"]["security-severity"] for rule in rules] == ["9.5"]
