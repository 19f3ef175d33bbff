"""BuildKit's rules beside our own checks: one problem, one finding; bad input ends nothing."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from hullmark.checks.buildkit.lint import lint
from hullmark.checks.buildkit.nearest import nearest
from hullmark.checks.buildkit.rules import EXPERIMENTAL, LEVELS, TITLES
from hullmark.cli.boundary import run
from hullmark.formats.dockerfile import parse_dockerfile
from hullmark.formats.dockerignore import is_ignored, read_dockerignore


def _said(text: str, **more: Any) -> list[tuple[str, int]]:
    found = lint(parse_dockerfile(text.encode(), path="Dockerfile"), **more)
    return [(each.rule, each.line) for each in found]


def _findings(text: str, capsysbinary: pytest.CaptureFixture[bytes]) -> list[dict[str, Any]]:
    Path("Dockerfile").write_text(text)
    run(["check", "Dockerfile", "--no-hadolint", "--format", "json"])
    found: list[dict[str, Any]] = json.loads(capsysbinary.readouterr().out)["findings"]
    return found


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [each for each in os.environ if each.startswith("HULLMARK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "home"))


def test_every_rule_has_a_title_and_a_level() -> None:
    """And what is experimental is a rule."""
    assert LEVELS.keys() == TITLES.keys() >= EXPERIMENTAL


def test_one_problem_is_one_finding_with_both_names(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    """Our id first, BuildKit's beside it, each as a source."""
    found = _findings("FROM debian:12\nWORKDIR app\n", capsysbinary)
    (relative,) = [each for each in found if "WorkdirRelativePath" in each["identifiers"]]
    assert relative["identifiers"] == ["HM-DF-0042", "WorkdirRelativePath"]
    assert [(each["scanner"], each["rule"]) for each in relative["sources"]] == [
        ("buildkit", "WorkdirRelativePath"),
        ("native", "HM-DF-0042"),
    ]


def test_a_replaced_command_has_both_places(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """The one that is lost, where BuildKit points at, and the one that replaces it."""
    found = _findings('FROM debian:12\nCMD ["a"]\nUSER app\nCMD ["b"]\n', capsysbinary)
    (twice,) = [each for each in found if "MultipleInstructionsDisallowed" in each["identifiers"]]
    assert [each["line"] for each in twice["locations"]] == [2, 4]


def test_secrets_of_arg_and_env_stay_apart(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """One rule of BuildKit is two of ours."""
    found = _findings("FROM debian:12\nARG api_token\nENV password=x\n", capsysbinary)
    named = [
        each["identifiers"] for each in found if "SecretsUsedInArgOrEnv" in each["identifiers"]
    ]
    assert named == [
        ["HM-DF-0009", "SecretsUsedInArgOrEnv"],
        ["HM-DF-0008", "SecretsUsedInArgOrEnv"],
    ]


@pytest.mark.parametrize(
    "comment",
    ["# hullmark:ignore HM-DF-0042 on purpose", "# hadolint ignore=DL3000"],
)
def test_comments_that_ignore_count_for_both(
    comment: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """A finding that was accepted does not come back through the other rule."""
    found = _findings(f"FROM debian:12\n{comment}\nWORKDIR app\n", capsysbinary)
    assert [each["suppressed"] for each in found if "HM-DF-0042" in each["identifiers"]] == [True]


def test_what_is_left_out_of_the_context_is_not_copied(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    """The file beside the Dockerfile says what is; one of its own name goes first."""
    Path(".dockerignore").write_text("# comment\n/secret.txt\n")
    found = _findings("FROM debian:12\nCOPY secret.txt /x\n", capsysbinary)
    assert any("CopyIgnoredFile" in each["identifiers"] for each in found)
    Path("Dockerfile.dockerignore").write_text("other\n")
    found = _findings("FROM debian:12\nCOPY secret.txt /x\n", capsysbinary)
    assert not any("CopyIgnoredFile" in each["identifiers"] for each in found)


def test_what_the_builder_said_before_it_stopped_counts() -> None:
    """A word that cannot be expanded ends the rest."""
    text = "FROM debian:12\nCOPY $foo ${bar .\nWORKDIR app\n"
    assert _said(text) == [("UndefinedVar", 2)]
    assert _said("FROM debian:12\nEXPOSE nonsense\nWORKDIR app\n") == []


def test_an_unknown_instruction_ends_it() -> None:
    """As it does for the builder."""
    assert _said("FROM debian:12 as x\nNONSENSE y\nWORKDIR app\n") == [("FromAsCasing", 1)]


def test_a_wrong_check_directive_turns_it_off() -> None:
    """The builder refuses such a file before it looks at it."""
    assert _said("# check=nonsense\nFROM debian:12 as x\n") == []
    assert _said("# check=nonsense\nFROM debian:12 as x\n", options="") == [("FromAsCasing", 2)]


def test_windows_folders_are_absolute_on_windows_alone() -> None:
    """The platform of the stage says which it is."""
    base = "mcr.microsoft.com/windows/nanoserver:ltsc2025"
    assert _said(f"FROM --platform=windows/amd64 {base} AS windows\nWORKDIR C:/app\n") == []
    assert _said(f"FROM {base}\nWORKDIR C:/app\n") == [("WorkdirRelativePath", 2)]


def test_arguments_of_the_build_are_known() -> None:
    """A base that only they make valid is warned of all the same."""
    text = "ARG V\nFROM debian:$V\nWORKDIR app\n"
    assert _said(text) == [("InvalidDefaultArgInFrom", 2)]
    assert _said(text, arguments={"V": "12"}) == [
        ("InvalidDefaultArgInFrom", 2),
        ("WorkdirRelativePath", 3),
    ]


@pytest.mark.parametrize(
    ("name", "found"),
    [("PAHT", "PATH"), ("PATH", ""), ("FOO", ""), ("ATH", "PATH"), ("x" * 5000, "")],
)
def test_the_name_that_was_meant(name: str, found: str) -> None:
    """Fewer than three edits away, and nothing for one that is there."""
    assert nearest(name, ["PATH", "DIR_ASSETS"]) == found


def test_the_last_pattern_decides() -> None:
    """What is left out can be taken back in, below a folder that is left out, too."""
    patterns = read_dockerignore(b"\xef\xbb\xbf# no\n\ndocs/\n!docs/keep.md\n  *.log  \n!\n")
    assert is_ignored("docs/x.md", patterns)
    assert not is_ignored("docs/keep.md", patterns)
    assert is_ignored("a.log", patterns)
    assert not is_ignored("a/b.log", patterns)
