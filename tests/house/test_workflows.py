"""The workflow and action that this repository ships are clean, pinned and do what they say."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from source_tree import REPOSITORY

WORKFLOWS = sorted((REPOSITORY / ".github" / "workflows").glob("*.yml"))
ACTION = REPOSITORY / "action.yml"
USES = re.compile(r"^\s*(?:-\s+)?uses:\s*(.+)$", re.MULTILINE)
PINNED = re.compile(r"\./|[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def _load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _scripts(path: Path) -> list[str]:
    document = _load(path)
    jobs = document.get("jobs") or {"action": document["runs"]}
    return [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]


@pytest.mark.parametrize("path", [*WORKFLOWS, ACTION], ids=lambda each: str(each.name))
def test_every_action_is_pinned_by_commit_and_says_its_version(path: Path) -> None:
    """A tag can be moved by whoever takes over a repository."""
    for used in USES.findall(path.read_text(encoding="utf-8")):
        assert PINNED.fullmatch(used), used


@pytest.mark.parametrize("path", [*WORKFLOWS, ACTION], ids=lambda each: str(each.name))
def test_no_expression_stands_inside_a_script(path: Path) -> None:
    """What others may write (a branch's name, a title) reaches scripts as variables only."""
    assert [script for script in _scripts(path) if "${{" in script] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda each: str(each.name))
def test_a_job_has_its_own_permissions_and_an_end(path: Path) -> None:
    """Nothing is granted to all jobs, and no job runs for six hours."""
    document = _load(path)
    assert document["permissions"] == {}
    for name, job in document["jobs"].items():
        assert set(job["permissions"]) <= {"contents", "security-events", "pull-requests"}, name
        assert job["permissions"].get("contents") == "read", name
        assert job["timeout-minutes"] <= 60, name


def test_the_security_workflow_runs_at_every_occasion() -> None:
    """Push, pull request, schedule, by hand, release; never with rights over a fork's code."""
    events = _load(REPOSITORY / ".github" / "workflows" / "security.yml")[True]
    assert set(events) == {"push", "pull_request", "schedule", "workflow_dispatch", "release"}


def test_actionlint_finds_nothing() -> None:
    """With ShellCheck, where that is installed, over every script."""
    program = _program("actionlint")
    done = subprocess.run(
        [program, *map(str, WORKFLOWS)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_zizmor_finds_nothing() -> None:
    """No injection, no broad permission, no credential left behind."""
    program = _program("zizmor")
    done = subprocess.run(
        [
            program,
            "--offline",
            "--no-progress",
            "--quiet",
            str(REPOSITORY / ".github"),
            str(ACTION),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_shellcheck_finds_nothing_in_the_action(tmp_path: Path) -> None:
    """Actionlint reads workflows only."""
    program = _program("shellcheck")
    files = []
    for number, script in enumerate(_scripts(ACTION)):
        files.append(tmp_path / f"step{number}.sh")
        files[-1].write_text(script, encoding="utf-8")
    done = subprocess.run(
        [program, "--shell=bash", *map(str, files)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")
