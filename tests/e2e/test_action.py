"""The scripts of action.yml and of the security workflow, run as a runner would run them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from source_tree import REPOSITORY

ACTION = yaml.safe_load((REPOSITORY / "action.yml").read_text(encoding="utf-8"))
WORKFLOW = yaml.safe_load(
    (REPOSITORY / ".github" / "workflows" / "security.yml").read_text(encoding="utf-8")
)


class Runner:
    """A folder that looks like a runner's, and steps run in it one by one."""

    def __init__(self, folder: Path) -> None:
        self.work = folder / "work"
        self.temp = folder / "temp"
        binaries = self.temp / "hullmark" / "bin"
        for each in (self.work, binaries):
            each.mkdir(parents=True)
        program = binaries / "hullmark"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m hullmark "$@"\n')
        program.chmod(0o755)
        self.outputs: dict[str, str] = {}
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(REPOSITORY / "src"),
            "HULLMARK_HOME": str(folder / "home"),
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
            "GITHUB_OUTPUT": str(folder / "output"),
        }

    def run(self, step: dict[str, Any], **variables: str) -> "subprocess.CompletedProcess[str]":
        """Run a step as a runner runs `shell: bash`, and keep what it puts out."""
        output = Path(self.environment["GITHUB_OUTPUT"])
        output.write_text("")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.work,
            env=self.environment | variables,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        for line in output.read_text().splitlines():
            name, _, value = line.partition("=")
            self.outputs[name] = value
        return done

    @property
    def summary(self) -> str:
        """What the steps wrote for people."""
        return Path(self.environment["GITHUB_STEP_SUMMARY"]).read_text(encoding="utf-8")


pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
NEEDS_JQ = pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """Give a checkout with one Dockerfile and one lock file."""
    found = Runner(tmp_path)
    (found.work / "Dockerfile").write_text("FROM debian:12\nCOPY . /app\nUSER app\n")
    (found.work / "requirements.txt").write_text("jinja2==3.1.2\n")
    return found


def _step(document: dict[str, Any], name: str) -> dict[str, Any]:
    jobs = document.get("jobs") or {"action": document["runs"]}
    steps = (step for job in jobs.values() for step in job["steps"])
    found: dict[str, Any] = next(step for step in steps if step.get("name") == name)
    return found


SETTINGS = {"PROFILE": "", "FAIL_ON": "", "SCANNERS": "", "JUDGED_BELOW": "false"}


def test_the_action_ends_by_the_verdict_and_leaves_its_reports(runner: Runner) -> None:
    """Reports and summary are there also where the scan fails the job."""
    variables = {"TARGETS": "  repo:.\n\n", "NAME": "a b", "FOLDER": "out"}
    done = runner.run(_step(ACTION, "Scan"), **variables, **SETTINGS)
    assert done.returncode in {0, 10, 11}, done.stderr
    assert runner.outputs["result"] == "out/a-b.json"
    assert json.loads((runner.work / "out" / "a-b.json").read_text())["targets"]
    assert (runner.work / "out" / "a-b.sarif").exists()
    summary = _step(ACTION, "Write the job summary")
    assert summary["if"].startswith("always() && ")
    assert runner.run(summary, RESULT="out/a-b.json").returncode == 0
    assert runner.summary.startswith("## Hullmark: ")
    failing = SETTINGS | {"FAIL_ON": "low"}
    assert runner.run(_step(ACTION, "Scan"), **variables, **failing).returncode == 10


def test_a_target_is_a_target_whatever_it_looks_like(runner: Runner) -> None:
    """Names come from a matrix that others may write: neither a flag nor a pattern of files."""
    for target in ("--help", "*"):
        done = runner.run(_step(ACTION, "Scan"), TARGETS=target, NAME="x", FOLDER="out", **SETTINGS)
        assert done.returncode in {1, 2, 3}
        assert f"'{target}'" in done.stderr


def test_a_scanner_that_cannot_be_had_is_a_warning_and_a_row(runner: Runner) -> None:
    """Installing goes on past it, and the scan says which scanner did not look."""
    # Git is here, and none of the programs that would bring a scanner.
    binaries = runner.temp / "few"
    binaries.mkdir()
    for name in ("bash", "tr", "mkdir", "touch", "sh", "env", "git"):
        if found := shutil.which(name):
            (binaries / name).symlink_to(found)
    variables = {"PATH": str(binaries), "SCANNERS": " grype\nall trufflehog "}
    done = runner.run(_step(ACTION, "Install other scanners"), **variables)
    assert done.returncode == 0, done.stderr
    warnings = [line for line in done.stdout.splitlines() if line.startswith("::warning::")]
    assert len(warnings) == 2
    assert "'grype' was not installed" in warnings[0]
    assert "'trufflehog' was not installed" in warnings[1]
    done = runner.run(
        _step(ACTION, "Scan"),
        **(SETTINGS | variables),
        TARGETS="repo:.",
        NAME="r",
        FOLDER="out",
    )
    assert done.returncode == 11, done.stderr
    ledger = json.loads((runner.work / "out" / "r.json").read_text())["ledger"]
    assert {("grype", "absent"), ("trufflehog", "absent")} <= {
        (row["scanner"], row["status"]) for row in ledger
    }


def test_a_scanner_that_no_one_knows_fails_the_scan(runner: Runner) -> None:
    """A misspelt name is an error, not a scanner that is missing."""
    settings = SETTINGS | {"SCANNERS": "grpye"}
    done = runner.run(_step(ACTION, "Scan"), TARGETS="repo:.", NAME="r", FOLDER="out", **settings)
    assert done.returncode == 2
    assert "'grpye'" in done.stderr


def test_the_action_judges_a_pull_request_against_its_base(runner: Runner) -> None:
    """Without the base it is incomplete; with the same result nothing was added or fixed."""
    below = SETTINGS | {"JUDGED_BELOW": "true", "FAIL_ON": "low"}
    scan = _step(ACTION, "Scan")
    assert runner.run(scan, TARGETS="repo:.", NAME="r", FOLDER="out", **below).returncode != 10
    step = _step(ACTION, "Comment and judge the pull request")
    variables = {"RESULT": "out/r.json", "PROFILE": "", "FAIL_ON": "", "NAME": "r"}
    done = runner.run(step, **variables, BASELINE="gone.json\n", GITHUB_TOKEN="")
    assert done.returncode == 11, done.stderr
    assert "nothing to compare with" in done.stdout
    done = runner.run(step, **variables, BASELINE="out/r.json\n", GITHUB_TOKEN="")
    assert "This change adds nothing and fixes nothing" in done.stdout
    assert done.returncode in {0, 11}


@NEEDS_JQ
def test_the_workflow_finds_what_is_built_and_what_it_stands_on(runner: Runner) -> None:
    """Two matrices, as a later job reads them."""
    (runner.work / "compose.yaml").write_text(
        "services: {db: {image: 'postgres:17'}, app: {build: .}, odd: {image: '${NAME}'}}\n"
    )
    done = runner.run(_step(WORKFLOW, "List what is built here and what others built"))
    assert done.returncode == 0, done.stderr
    built = json.loads(runner.outputs["built"])["include"]
    assert [each["dockerfile"] for each in built] == ["Dockerfile"]
    assert json.loads(runner.outputs["bases"]) == {
        "include": [
            {"image": "docker.io/library/debian:12"},
            {"image": "docker.io/library/postgres:17"},
        ]
    }


@NEEDS_JQ
def test_a_repository_without_images_gives_empty_matrices(runner: Runner) -> None:
    """Then the jobs that build are left out."""
    for each in runner.work.iterdir():
        each.unlink()
    assert (
        runner.run(_step(WORKFLOW, "List what is built here and what others built")).returncode == 0
    )
    assert runner.outputs == {"built": '{"include":[]}', "bases": '{"include":[]}'}


def test_the_pull_request_job_ends_as_the_comment_says(runner: Runner) -> None:
    """Also where no baseline was kept: the folder is not there then."""
    scan = _step(ACTION, "Scan")
    runner.run(scan, TARGETS="repo:.", NAME="r", FOLDER="results", **SETTINGS)
    step = _step(WORKFLOW, "Comment")
    done = runner.run(step, GITHUB_TOKEN="")
    assert done.returncode == 11, done.stderr
    assert "there is nothing to compare with" in runner.summary
