"""``hullmark check``: files, folders, scaffolding, tests of own checks."""

from pathlib import Path

import pytest

from hullmark.checks.scaffold import scaffold
from hullmark.config.settings import Settings
from hullmark.images.errors import TargetNotFoundError
from hullmark.kernel.errors import NothingToScanError
from hullmark.model.ledger import Status
from hullmark.pipeline.check import check
from hullmark.pipeline.check_tests import run_check_tests
from hullmark.rego.errors import BrokenMetadataError

KINDS = ("dockerfile", "image", "compose", "kubernetes")


def test_a_folder_is_checked_and_judged(tmp_path: Path) -> None:
    """Findings have stable ids, places and controls; a binary file with the name is a row."""
    (tmp_path / "Dockerfile").write_text("FROM debian:12\nENV API_TOKEN=abc\n")
    (tmp_path / "broken.dockerfile").write_bytes(b"\x00\x01")
    result = check([tmp_path], settings=Settings(), hadolint=False)
    found = {finding.identifiers[0]: finding for finding in result.findings}
    assert found["HM-DF-0008"].locations[0].line == 2
    assert "cis-docker-1.6.0:4.10" in found["HM-DF-0008"].controls
    assert result.verdict.status == "fail"
    assert any("broken.dockerfile" in row.check for row in result.ledger)
    again = check([tmp_path], settings=Settings(), hadolint=False)
    assert [each.id for each in again.findings] == [each.id for each in result.findings]


def test_nothing_to_check_is_said(tmp_path: Path) -> None:
    """An empty folder is not a pass."""
    with pytest.raises(NothingToScanError):
        check([tmp_path], settings=Settings())
    with pytest.raises(TargetNotFoundError):
        check([tmp_path / "nowhere"], settings=Settings())


def test_a_file_that_is_missing_makes_the_result_incomplete(tmp_path: Path) -> None:
    """The other file is checked."""
    (tmp_path / "Dockerfile").write_text("FROM scratch\nUSER 1\n")
    result = check(
        [tmp_path / "Dockerfile", tmp_path / "none"], settings=Settings(), hadolint=False
    )
    assert result.verdict.status == "incomplete"
    assert any(row.status is Status.PARTIAL for row in result.ledger)


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_check_passes_its_own_tests(tmp_path: Path, kind: str) -> None:
    """What the scaffold writes works as it stands, and is never written over."""
    scaffold(tmp_path, "ACME-XX-0001", kind=kind)
    report = run_check_tests([tmp_path])
    assert (report.passed, report.failed, report.problems) == (4, (), ())
    with pytest.raises(BrokenMetadataError):
        scaffold(tmp_path, "ACME-XX-0001", kind=kind)


def test_a_failing_test_is_named(tmp_path: Path) -> None:
    """A test that is not true is a failure with file and name."""
    scaffold(tmp_path, "ACME-DF-0001")
    path = tmp_path / "acme_df_0001_test.rego"
    path.write_text(path.read_text().replace("> 0", "> 7"))
    report = run_check_tests([tmp_path])
    assert len(report.failed) == 1
    assert "test_bad_1" in report.failed[0]


def test_a_rule_that_never_ends_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scan goes on; the ledger names the check."""
    monkeypatch.setattr("hullmark.checks.engine.TIME_S", 2.0)
    scaffold(tmp_path, "ACME-DF-0001")
    rule = tmp_path / "acme_df_0001.rego"
    rule.write_text(
        rule.read_text().replace(
            "\tsome i",
            "\tcount([1 | some a in numbers.range(1, 4000); some b in numbers.range(1, 4000);"
            " a * b == 7]) > 0\n\tsome i",
            1,
        )
    )
    file = tmp_path / "Dockerfile"
    file.write_text("FROM scratch\nMAINTAINER me\nUSER 1\n")
    result = check([file], settings=Settings(check_paths=(tmp_path,)), hadolint=False)
    assert any("given up" in row.reason for row in result.ledger)
    assert any(finding.identifiers[0] == "HM-DF-0041" for finding in result.findings)
