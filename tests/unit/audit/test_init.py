"""``init`` writes what is missing, overwrites nothing, and closes the gaps that it names."""

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

import pipeline_repositories as repositories
from hullmark.cli.init import COMMAND
from hullmark.config.settings import Settings
from hullmark.model.scan import VerdictStatus
from hullmark.pipeline.check import check
from hullmark.pipeline.gaps import find_gaps
from hullmark.pipeline.init import GITHUB_FILE, plan_init, write_plan
from hullmark.pipeline.starting.dockerfiles import dockerfile_for
from pipeline_repositories import DOCKERFILE, write_repository

MISSING = {
    "Dockerfile": DOCKERFILE,
    "api/requirements.txt": "flask\n",
    "web/package.json": '{"name": "web", "scripts": {"build": "x"}}\n',
    "compose.yaml": """
        services:
          main: {build: .}
          api: {build: ./api}
          web: {build: {context: web, dockerfile: Dockerfile.prod}}
          db: {image: "postgres:16.4"}
        """,
}
NAMES = (
    "NO_SCANNING",
    "ONE_OF_MANY",
    "PUSH_ONLY",
    "REUSABLE",
    "GITLAB",
    "MAKEFILE_ONLY",
    "SCRIPTED",
)


@pytest.mark.parametrize("name", [*NAMES, "MISSING"])
def test_the_gaps_it_names_are_closed(tmp_path: Path, name: str) -> None:
    """After it, none of them is found, and every image is scanned on pull requests."""
    root = write_repository(tmp_path, MISSING if name == "MISSING" else getattr(repositories, name))
    plan = plan_init(root, close_gaps=True)
    assert plan.closes
    write_plan(root, plan)
    audit = find_gaps(root)
    assert {gap.id for gap in audit.gaps} & set(plan.closes) == set()
    assert all(image.scans for image in audit.images if image.role.value == "built")
    assert audit.issues == ()
    again = plan_init(root, close_gaps=True)
    assert again.files == []
    assert again.closes == ()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A file that is there stays, and is named."""
    root = write_repository(tmp_path, {**MISSING, GITHUB_FILE: "on: push\njobs: {}\n"})
    plan = plan_init(root)
    assert GITHUB_FILE not in [planned.path for planned in plan.files]
    assert f"{GITHUB_FILE} exists" in plan.kept


def test_one_line_is_added_to_gitlab(tmp_path: Path) -> None:
    """An include joins the others; the rest of the file is untouched."""
    root = write_repository(tmp_path, repositories.GITLAB)
    before = (root / ".gitlab-ci.yml").read_text()
    write_plan(root, plan_init(root, close_gaps=True))
    after = (root / ".gitlab-ci.yml").read_text()
    added = [line for line in after.split("\n") if line not in before.split("\n")]
    assert added == ["  - local: /.gitlab/hullmark.yml"]


def test_nobody_is_asked_where_nobody_can_answer(tmp_path: Path) -> None:
    """Without a terminal and without --yes the diff is shown and nothing written."""
    root = write_repository(tmp_path, MISSING)
    shown = CliRunner().invoke(COMMAND, [str(root), "--close-gaps"], standalone_mode=False)
    assert shown.return_value == 0
    assert "+++ b/api/Dockerfile" in shown.output
    assert "nothing was written" in shown.output
    assert not (root / "api/Dockerfile").exists()
    CliRunner().invoke(COMMAND, [str(root), "--dry-run", "--yes"], standalone_mode=False)
    assert not (root / "api/Dockerfile").exists()
    CliRunner().invoke(COMMAND, [str(root), "--yes"], standalone_mode=False)
    assert (root / "api/Dockerfile").exists()


@pytest.mark.parametrize(
    "mark",
    [
        "go.mod",
        "Cargo.toml",
        "pom.xml",
        "build.gradle",
        "x.csproj",
        "requirements.txt",
        "setup.py",
        "package.json",
        "Gemfile",
        "composer.json",
        "index.html",
        "nothing",
    ],
)
def test_dockerfiles_pass_our_own_checks(tmp_path: Path, mark: str) -> None:
    """Whatever the language: nothing but the digest that nobody can know for the team."""
    (tmp_path / mark).write_text("{}")
    language, text = dockerfile_for([mark], lambda name: (tmp_path / name).read_bytes())
    (tmp_path / "Dockerfile").write_text(text)
    result = check([tmp_path], settings=Settings(), hadolint=shutil.which("hadolint") is not None)
    assert language
    assert result.verdict.status is VerdictStatus.PASS
    assert {source.rule for found in result.findings for source in found.sources} <= {"HM-DF-0005"}


@pytest.mark.skipif(shutil.which("actionlint") is None, reason="actionlint is not here")
def test_the_workflow_passes_actionlint(tmp_path: Path) -> None:
    """GitHub would take the workflow."""
    root = write_repository(tmp_path, MISSING)
    write_plan(root, plan_init(root))
    found = subprocess.run(
        [str(shutil.which("actionlint")), str(root / GITHUB_FILE)], check=False, capture_output=True
    )
    assert found.stdout == b""
