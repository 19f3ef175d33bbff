"""What ``hullmark gaps`` says: formats, exit statuses, the same words everywhere."""

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

import pipeline_repositories as repositories
from hullmark.cli.gaps import COMMAND
from hullmark.formats.audit import audit_schema
from hullmark.kernel.errors import HullmarkError
from hullmark.model.audit import AUDIT_GAPS
from hullmark.pipeline.gaps import find_gaps
from hullmark.report.audit.write import AUDIT_FORMATS, write_audit
from pipeline_repositories import write_repository

NAMES = [name for name in vars(repositories) if name.isupper() and name != "DOCKERFILE"]


@pytest.mark.parametrize("name", NAMES)
def test_json_has_its_schema(tmp_path: Path, name: str) -> None:
    """Every audit is what its schema promises, and names every gap by title."""
    root = write_repository(tmp_path, getattr(repositories, name))
    document = json.loads(write_audit(find_gaps(root), "json"))
    jsonschema.validate(document, audit_schema())
    assert {gap["title"] for gap in document["gaps"]} <= set(AUDIT_GAPS.values())
    assert document["summary"]["gaps"] == len(document["gaps"])


def test_sarif_points_at_the_lines(tmp_path: Path) -> None:
    """A result stands on the line of the workflow."""
    root = write_repository(tmp_path, repositories.PUSH_ONLY)
    shown = CliRunner().invoke(COMMAND, [str(root), "--format", "sarif"], standalone_mode=False)
    run = json.loads(shown.stdout)["runs"][0]
    places = {
        (
            result["ruleId"],
            result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            result["locations"][0]["physicalLocation"]["region"]["startLine"],
        )
        for result in run["results"]
    }
    assert ("HM-AUDIT-0003", ".github/workflows/security.yml", 14) in places


def test_markdown_is_a_document(tmp_path: Path) -> None:
    """It sums up, shows the table, and says of each gap where and what to do."""
    root = write_repository(tmp_path, repositories.ONE_OF_MANY)
    text = write_audit(find_gaps(root), "markdown").decode()
    assert text.startswith("# Container security of the pipeline\n")
    assert "- 1 of 3 images built here are scanned." in text
    assert "| api/Dockerfile | build.yml: build | trivy | yes | yes |" in text
    assert text.count("What to do:") == text.count("Where:") > 5


@pytest.mark.parametrize(
    ("arguments", "status"), [([], 0), (["--fail-on", "high"], 10), (["--fail-on", "low"], 10)]
)
def test_exit_statuses(tmp_path: Path, arguments: list[str], status: int) -> None:
    """It only reports until it is told what fails."""
    root = write_repository(tmp_path, repositories.ONE_OF_MANY)
    shown = CliRunner().invoke(COMMAND, [str(root), *arguments], standalone_mode=False)
    assert shown.return_value == status


def test_an_unread_file_is_incomplete_where_something_fails(tmp_path: Path) -> None:
    """Without a gap of the level, a file that could not be read is not a pass."""
    files = {**repositories.SCRIPTED, ".github/workflows/broken.yml": "a: [\n"}
    root = write_repository(tmp_path, files)
    shown = CliRunner().invoke(COMMAND, [str(root), "--fail-on", "high"], standalone_mode=False)
    assert shown.return_value == 11


def test_files_are_written(tmp_path: Path) -> None:
    """The suffix says the format; an unknown one is refused before anything is written."""
    root = write_repository(tmp_path / "r", repositories.GITLAB)
    out = tmp_path / "gaps.md"
    CliRunner().invoke(COMMAND, [str(root), "-o", str(out)], standalone_mode=False)
    assert out.read_text() == write_audit(find_gaps(root), "markdown").decode()
    refused = CliRunner().invoke(COMMAND, [str(root), "-o", str(tmp_path / "gaps.xyz")])
    assert refused.exit_code == 2
    with pytest.raises(HullmarkError):
        write_audit(find_gaps(root), "xyz")


def test_nothing_of_a_terminal_gets_through(tmp_path: Path) -> None:
    """Names with control signs are shown, not obeyed."""
    files = {"a\x1b[31m/Dockerfile": repositories.DOCKERFILE}
    root = write_repository(tmp_path, files)
    for name in AUDIT_FORMATS:
        assert b"\x1b" not in write_audit(find_gaps(root), name)
