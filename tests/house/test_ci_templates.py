"""Templates for other CI systems: of the right shape, and their commands exist."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from hullmark.cli.main import hullmark
from source_tree import REPOSITORY

FOLDER = REPOSITORY / "deploy" / "ci"
SCHEMAS = {
    ".github/dependabot.yml": "dependabot",
    ".github/workflows/security.yml": "github-workflows",
    "action.yml": "github-actions",
    "deploy/ci/azure.yml": "azure-pipelines",
    "deploy/ci/circleci.yml": "circle-ci",
    "deploy/ci/gitlab-ci.yml": "gitlab-ci",
}
"""File → schema of check-jsonschema. Jenkins has none, Tekton's stands in its CRD."""
COMMAND = re.compile(
    r"(?<![\w./\"-])(?:\S*/bin/)?hullmark "
    r"((?:scan|db|check|github)\b(?:[^|&;\n'\"]|\"[^\"]*\"|'[^']*')*)"
)
STATEMENTS = re.compile(r"sh '((?:[^'\\]|\\.)*)'")


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_file_fits_its_schema(name: str) -> None:
    """The schema that editors use for files of its name."""
    program = shutil.which("check-jsonschema")
    if program is None:
        pytest.skip("check-jsonschema is not installed")
    schema = ["--builtin-schema", f"vendor.{SCHEMAS[name]}", "--regex-variant", "python"]
    done = subprocess.run(
        [program, "--no-cache", *schema, str(REPOSITORY / name)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_hooks_are_a_manifest(tmp_path: Path) -> None:
    """pre-commit itself says so."""
    program = shutil.which("pre-commit")
    if program is None:
        pytest.skip("pre-commit is not installed")
    done = subprocess.run(
        [program, "validate-manifest", str(REPOSITORY / ".pre-commit-hooks.yaml")],
        cwd=tmp_path,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("Dockerfile", True),
        ("build/app.Dockerfile", True),
        ("Containerfile.prod", True),
        ("deploy/docker-compose.yml", True),
        ("compose.yaml", True),
        ("src/dockerfile_parser.py", False),
        ("README.md", False),
        ("composer.json", False),
    ],
)
def test_the_hook_takes_the_files_it_can_check(path: str, wanted: bool) -> None:  # noqa: FBT001
    """A pattern too narrow would be silent, one too wide would stop commits."""
    hooks = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert bool(re.search(hooks[0]["files"], path)) is wanted


def test_a_tekton_task_never_loses_its_status() -> None:
    """The step that scans ends well, and the last one ends as the scan did."""
    task = yaml.safe_load((FOLDER / "tekton-task.yaml").read_text(encoding="utf-8"))
    assert (task["apiVersion"], task["kind"]) == ("tekton.dev/v1", "Task")
    scan, verdict = task["spec"]["steps"]
    assert 'printf \'%s\' "$status" > "$STATUS_PATH"' in scan["script"]
    assert verdict["script"].strip().endswith('exit "$(cat "$STATUS_PATH")"')
    # A parameter inside a script would be pasted into it as it is.
    assert "$(params." not in scan["script"] + verdict["script"]


FILES = [*sorted(FOLDER.iterdir()), REPOSITORY / ".pre-commit-hooks.yaml"]


@pytest.mark.parametrize("path", FILES, ids=lambda each: str(each.name))
def test_commands_of_templates_exist(path: Path) -> None:
    """Every ``hullmark`` line is understood by the command line."""
    found = [line for text in _texts(path) for line in COMMAND.findall(text.replace("\\\n", " "))]
    assert found
    for line in found:
        _understood(shlex.split(line))


def _texts(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".groovy":
        yield from STATEMENTS.findall(text)
        return
    for document in yaml.safe_load_all(text):
        yield from _strings(document)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def _understood(words: list[str]) -> None:
    command: click.Command = hullmark
    context = click.Context(hullmark)
    while isinstance(command, click.Group) and words:
        below = command.get_command(context, words[0])
        assert below is not None, words
        command, words = below, words[1:]
    # A hook's files come from pre-commit.
    command.make_context("hullmark", [*words, "Dockerfile"] if command.name == "files" else words)
