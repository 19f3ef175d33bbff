"""An organisation's own policies: what they may say, and that nothing wrong passes in silence."""

from pathlib import Path

import pytest

from gate_results import finding, judged, result, row
from hullmark.gate import asking
from hullmark.gate.errors import OtherResultError
from hullmark.gate.evidence import Evidence
from hullmark.model.scan import Verdict, VerdictStatus

HEAD = """# METADATA
# title: No openssl
# custom:
#   id: ACME-0001
#   severity: high
#   remediation: Take another library.
#   judges: [{judges}]
#   reads: [{reads}]
package acme.no_openssl

import rego.v1

"""
PLAIN = "package acme.plain\n\nimport rego.v1\n\n"


def by(folder: Path, source: str, *findings: dict[str, object], **more: object) -> Verdict:
    """Judge a result by one policy of our own, beside those of the profile ``observe``."""
    (folder / "own.rego").write_text(source)
    return judged(result(*findings, **more), folders=(folder,), profile="balanced")


def test_a_policy_names_finding_file_and_fix(tmp_path: Path) -> None:
    """Each denial is a reason with its policy, the finding's place and what to do."""
    source = HEAD.format(judges="finding", reads="") + (
        'deny contains {"finding": f.id, "msg": concat(" ", ["no", f.component.name])} if {\n'
        "\tsome f in input.findings\n"
        '\tf.component.name == "x"\n}\n'
    )
    place = {"path": "/lib/x", "line": 3, "column": None, "layer": None}
    verdict = by(tmp_path, source, finding(1, "low", locations=[place]))
    assert verdict.status is VerdictStatus.FAIL
    (reason,) = verdict.reasons
    assert reason.policy == "ACME-0001"
    assert reason.message == "no x"
    assert reason.file == "/lib/x:3"
    assert reason.fix == "Take another library."
    assert reason.finding == finding(1)["id"]


def test_a_policy_may_do_without_metadata(tmp_path: Path) -> None:
    """Conftest's simplest form judges the whole result; its package is its name."""
    source = PLAIN + 'deny contains "too many" if count(input.findings) > 2\n'
    few = by(tmp_path, source, *(finding(n, "low") for n in (1, 2)))
    assert few.status is VerdictStatus.PASS
    many = by(tmp_path, source, *(finding(n, "low") for n in (1, 2, 3)))
    assert many.status is VerdictStatus.FAIL
    assert [(each.policy, each.message) for each in many.reasons] == [("acme.plain", "too many")]


def test_warnings_warn_and_incompleteness_is_no_pass(tmp_path: Path) -> None:
    """The rule's name decides what an answer does."""
    warned = by(tmp_path, PLAIN + 'warn contains "look at it" if true\n')
    assert warned.status is VerdictStatus.WARN
    unknown = by(tmp_path, PLAIN + 'incomplete contains "who knows" if true\n')
    assert unknown.status is VerdictStatus.INCOMPLETE


def test_a_denial_of_a_suppressed_finding_does_not_count(tmp_path: Path) -> None:
    """A policy that sees the whole result need not know about suppressions."""
    source = PLAIN + (
        'deny contains {"finding": f.id, "msg": "bad"} if {\n\tsome f in input.findings\n}\n'
    )
    assert by(tmp_path, source, finding(1, suppressed=True)).status is VerdictStatus.PASS
    assert by(tmp_path, source, finding(1, "low")).status is VerdictStatus.FAIL


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("deny contains x if {\n", "HM6101"),
        ('deny contains "x" if http.send({"url": "http://x"})\n', "HM6103"),
        ("deny := 1 if input.findings\n\ndeny := 2 if input.findings\n", "HM6104"),
        ("deny := true\n", "HM6110"),
        ('deny := "everything"\n', "HM6110"),
        ("deny contains 5 if true\n", "HM6110"),
        ('deny contains {"finding": "x"} if true\n', "HM6110"),
        ('deny contains {"msg": 5} if true\n', "HM6110"),
        ('deny["x"] := "y" if true\n', "HM6110"),
    ],
    ids=[
        "does not parse",
        "unknown built-in",
        "contradicts itself",
        "true",
        "text",
        "number",
        "no message",
        "message is a number",
        "object",
    ],
)
def test_what_cannot_be_judged_is_incomplete(tmp_path: Path, body: str, code: str) -> None:
    """The reason names the file and what is wrong with it."""
    verdict = by(tmp_path, PLAIN + body, finding(1, "low"))
    assert verdict.status is VerdictStatus.INCOMPLETE
    said = [reason for reason in verdict.reasons if reason.message.startswith(code)]
    assert said, verdict.reasons
    assert "own.rego" in said[0].message + said[0].file


def test_a_policy_that_never_ends_is_incomplete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is given up after its time, and named."""
    monkeypatch.setattr(asking, "TIME_S", 2.0)
    source = PLAIN + (
        'deny contains "x" if {\n\tsome a in numbers.range(1, 4000)\n'
        "\tsome b in numbers.range(1, 4000)\n\ta + b == 0\n}\n"
    )
    verdict = by(tmp_path, source)
    assert verdict.status is VerdictStatus.INCOMPLETE
    assert "HM6105" in verdict.reasons[0].message


def test_a_folder_without_policies_is_incomplete(tmp_path: Path) -> None:
    """A wrong path in the settings does not turn policies off in silence."""
    for folder in (tmp_path, tmp_path / "none"):
        verdict = judged(result(), folders=(folder,))
        assert verdict.status is VerdictStatus.INCOMPLETE
        assert str(folder) in verdict.reasons[0].message


def test_a_broken_policy_does_not_hide_what_fails(tmp_path: Path) -> None:
    """Failing outranks incomplete; both are told."""
    verdict = by(tmp_path, PLAIN + "deny contains x if {\n", finding(1, fixed_in=["2"]))
    assert verdict.status is VerdictStatus.FAIL
    assert any(reason.message.startswith("HM6101") for reason in verdict.reasons)


def test_a_result_too_large_for_a_policy_is_incomplete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A policy that wants to see everything at once is bounded, and told what to do."""
    monkeypatch.setattr(asking, "WHOLE_BYTES", 500)
    verdict = by(tmp_path, PLAIN + 'deny contains "x" if false\n', finding(1, "low"))
    assert verdict.status is VerdictStatus.INCOMPLETE
    assert "HM6202" in verdict.reasons[0].message
    assert "judges: [finding]" in verdict.reasons[0].fix


def test_policies_of_one_folder_share_libraries(tmp_path: Path) -> None:
    """A module without a rule that reports is a library."""
    (tmp_path / "names.rego").write_text('package acme.names\n\nforbidden := {"x"}\n')
    source = PLAIN + (
        "import data.acme.names\n\n"
        'deny contains "forbidden" if {\n\tsome f in input.findings\n'
        "\tf.component.name in names.forbidden\n}\n"
    )
    assert by(tmp_path, source, finding(1, "low")).status is VerdictStatus.FAIL


def test_own_policies_only_warn_where_they_are_told_to(tmp_path: Path) -> None:
    """``warn`` and the profile ``observe`` turn denials into warnings."""
    (tmp_path / "own.rego").write_text(PLAIN + 'deny contains "x" if true\n')
    for told in ({"warn": ("plain",)}, {"profile": "observe"}, {"warn": ("acme.plain",)}):
        verdict = judged(result(), folders=(tmp_path,), **told)
        assert verdict.status is VerdictStatus.WARN
        assert verdict.reasons[0].message == "x"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'{"schema": "urn:hullmark:result:2", "findings": {}}', "urn:hullmark:result:2"),
        (b'{"Results": []}', "no result"),
        (b"not json", "malformed"),
        (b"", "result.json"),
        (b'{"schema": "urn:hullmark:result:1", "findings": 5}', "findings"),
    ],
    ids=["another version", "another tool", "no JSON", "empty", "another shape"],
)
def test_a_result_of_another_version_is_an_error_with_its_name(content: bytes, says: str) -> None:
    """What it is, is said."""
    with pytest.raises(OtherResultError, match=says):
        Evidence(content, source="result.json")


def test_a_result_that_looked_at_nothing_is_no_pass() -> None:
    """No target, no ledger: nothing was looked at."""
    assert judged(result(targets=[], ledger=[])).status is VerdictStatus.INCOMPLETE
    assert judged(result(targets=[])).status is VerdictStatus.PASS
    assert judged(result(ledger=[row(status="failed")])).status is VerdictStatus.INCOMPLETE
