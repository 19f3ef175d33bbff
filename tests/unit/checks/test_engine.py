"""The engine: shipped checks, custom checks, broken ones, ignores, places."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from hullmark.checks.bundle import load_bundle
from hullmark.checks.documents.dockerfile import read_dockerfile
from hullmark.checks.engine import Engine
from hullmark.checks.errors import UncheckableFileError
from hullmark.checks.record import Outcome

GOOD = """# METADATA
# title: No echo
# custom: {id: ACME-DF-0001, severity: low}
package checks.dockerfile.no_echo

import rego.v1

deny contains {"msg": "echo", "path": [i]} if {
	some i, instruction in input
	instruction.Cmd == "run"
	contains(instruction.Value[0], "echo")
}
"""


@pytest.fixture(scope="module")
def engine() -> Engine:
    """Return the engine with our own checks, compiled once."""
    return Engine(load_bundle([]))


def check(engine: Engine, text: str) -> Outcome:
    """Return what checks say about a Dockerfile."""
    return engine.check(read_dockerfile(text.encode(), path="Dockerfile"))


def custom(tmp_path: Path, **sources: str) -> Engine:
    """Return an engine with an organisation's own checks alone."""
    for name, source in sources.items():
        (tmp_path / f"{name}.rego").write_text(source)
    return Engine(load_bundle([tmp_path], shipped=False))


def test_a_violation_stands_at_its_command(engine: Engine) -> None:
    """Line and column are those of the command inside a long RUN, not of the RUN."""
    text = "FROM debian:12\nRUN make && \\\n    # why\n    apt-get install curl\nUSER 1\n"
    found = {each.rule: each for each in check(engine, text).violations}
    location = found["HM-DF-0013"].locations[0]
    assert (location.path, location.line, location.column) == ("Dockerfile", 4, 5)
    assert found["HM-DF-0013"].anchor == "stage 0"


def test_a_comment_with_a_reason_ignores_one_instruction(engine: Engine) -> None:
    """The violation stays, with the reason; the same one elsewhere is not ignored."""
    text = (
        "FROM debian:12\n# hullmark:ignore HM-DF-0013 answered by a file\n"
        "RUN apt-get install a\nRUN apt-get install b\n"
    )
    found = [each for each in check(engine, text).violations if each.rule == "HM-DF-0013"]
    assert [each.ignored for each in found] == ["answered by a file", ""]


def test_a_comment_without_a_reason_has_no_effect_and_is_reported(engine: Engine) -> None:
    """Ours needs a reason."""
    outcome = check(engine, "FROM debian:12\n# hullmark:ignore HM-DF-0013\nRUN apt-get install a\n")
    assert all(not each.ignored for each in outcome.violations)
    assert "gives no reason" in outcome.issues[0].cause


@pytest.mark.parametrize(
    "comment",
    ["# hadolint ignore=DL3014", "#checkov:skip=CKV_X:no", "# trivy:ignore:AVD-DS-0021"],
)
def test_comments_for_other_linters_count_by_equivalence(engine: Engine, comment: str) -> None:
    """What hadolint or Trivy would pass over is ignored by the same check of ours."""
    outcome = check(engine, f"FROM debian:12\n{comment}\nRUN apt-get install a\n")
    ignored = {each.rule for each in outcome.violations if each.ignored}
    assert ignored == (set() if "checkov" in comment else {"HM-DF-0013"})


def test_an_own_check_runs_beside_broken_ones(tmp_path: Path) -> None:
    """A syntax error and an unknown built-in name their file; the third check reports."""
    engine = custom(
        tmp_path,
        good=GOOD,
        broken=GOOD.replace("0001", "0002")
        .replace("no_echo", "b")
        .replace("some i,", "x := \n\tsome i,"),
        network=GOOD.replace("0001", "0003")
        .replace("no_echo", "c")
        .replace('contains(instruction.Value[0], "echo")', "http.send({})"),
    )
    outcome = check(engine, "FROM scratch\nRUN echo hi\n")
    assert [each.rule for each in outcome.violations] == ["ACME-DF-0001"]
    codes = {Path(each.path).name: each.code for each in outcome.issues}
    assert codes == {"broken.rego": "HM6101", "network.rego": "HM6103"}
    assert all(f"{Path(each.path).name}' line " in each.cause for each in outcome.issues)


def test_checks_without_or_with_doubled_records_are_refused(tmp_path: Path) -> None:
    """METADATA is needed and ids are unique; the first with an id counts."""
    engine = custom(
        tmp_path, a=GOOD, b=GOOD.replace("no_echo", "b"), c=GOOD.split("\n", 3)[3], d="deny := 1"
    )
    problems = {Path(each.path).name: each.message for each in engine.bundle.problems}
    assert "is taken by" in problems["b.rego"]
    assert "no METADATA" in problems["c.rego"]
    assert "no package" in problems["d.rego"]


def test_text_with_quotes_backslashes_and_controls_reaches_rules(tmp_path: Path) -> None:
    """Values arrive as they are in the file and come back so."""
    source = GOOD.replace('"msg": "echo"', '"msg": instruction.Value[0]')
    engine = custom(tmp_path, good=source)
    text = 'echo "a\\\\b" \t\x01 é 𝄞'
    outcome = check(engine, f"FROM scratch\nRUN {text}\n")
    assert outcome.violations[0].message == " ".join(text.split())


def test_print_statements_do_not_stop_a_rule(tmp_path: Path) -> None:
    """OPA ignores what print says; so do we."""
    engine = custom(tmp_path, good=GOOD.replace("\tcontains(", '\tprint("x", i)\n\tcontains('))
    assert check(engine, "FROM scratch\nRUN echo hi\n").violations


@pytest.mark.parametrize("data", [b"\x00\x01", b"RUN", b"FROM a\nRUN <<E\n", b"", b"\xff\xfe"])
def test_what_is_no_dockerfile_is_an_error_of_ours_or_a_document(data: bytes) -> None:
    """Nothing else ever escapes."""
    try:
        document = read_dockerfile(data, path="Dockerfile")
    except UncheckableFileError as error:
        assert "Dockerfile" in error.message  # noqa: PT017 - one of two right ends
    else:
        assert isinstance(document.input, list)


ENDS = """# METADATA
# title: Ends the engine
# custom: {id: ACME-DF-0002, severity: low}
package checks.dockerfile.ends

import rego.v1

deny contains {"msg": trim_right(instruction.Value[0], "x"), "path": [i]} if {
	some i, instruction in input
	instruction.Cmd == "run"
}
"""


@pytest.mark.parametrize("ours", [True, False])
def test_a_text_that_ends_the_engine_costs_one_check_on_one_file(
    tmp_path: Path, *, ours: bool
) -> None:
    """The file and the check are named; other checks and other files are answered."""
    (tmp_path / "ends.rego").write_text(ENDS)
    (tmp_path / "good.rego").write_text(GOOD)
    bundle = load_bundle([tmp_path], shipped=False)
    if ours:
        checks = tuple(replace(each, custom=False) for each in bundle.checks)
        bundle = replace(bundle, checks=checks)
    engine = Engine(bundle)
    files = [
        read_dockerfile(f"FROM a\nRUN echo {word}\n".encode(), path=f"{at}/Dockerfile")
        for at, word in enumerate(("a", "b\\xx", "c"))
    ]
    engine.ask_ahead(files)
    outcomes = [engine.check(each) for each in files]
    rules = [[violation.rule for violation in each.violations] for each in outcomes]
    assert rules == [
        ["ACME-DF-0001", "ACME-DF-0002"],
        ["ACME-DF-0001"],
        ["ACME-DF-0001", "ACME-DF-0002"],
    ]
    (issue,) = outcomes[1].issues
    assert issue.code == "HM6105"
    assert issue.path == "1/Dockerfile"
    assert "ACME-DF-0002 was given up: the engine ended with status" in issue.cause
