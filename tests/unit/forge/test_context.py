"""Where a run stands, as a workflow's variables and event file say it."""

import json
from pathlib import Path

import pytest

from hullmark.forge.context import read_context, why_no_baseline


def _environment(folder: Path, event: object, name: str = "pull_request") -> dict[str, str]:
    file = folder / "event.json"
    file.write_text(json.dumps(event), encoding="utf-8")
    return {
        "GITHUB_EVENT_PATH": str(file),
        "GITHUB_EVENT_NAME": name,
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_SHA": "c" * 40,
        "GITHUB_REF": "refs/pull/7/merge",
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_RUN_ID": "99",
    }


def _pull_request(repository: str | None) -> dict[str, object]:
    head = {"sha": "b" * 40, "repo": {"full_name": repository} if repository else None}
    return {"pull_request": {"number": 7, "base": {"sha": "a" * 40}, "head": head}}


def test_a_pull_request_has_number_base_and_head(tmp_path: Path) -> None:
    """Everything that the comment needs stands in the event."""
    found = read_context(_environment(tmp_path, _pull_request("acme/shop")))
    assert (found.pull_request, found.base_sha, found.head_sha) == (7, "a" * 40, "b" * 40)
    assert not found.from_fork
    assert found.run_url == "https://github.com/acme/shop/actions/runs/99"


@pytest.mark.parametrize("head", ["eve/shop", None])
def test_a_fork_is_known_as_one(tmp_path: Path, head: str | None) -> None:
    """Also one that was deleted since."""
    assert read_context(_environment(tmp_path, _pull_request(head))).from_fork


def test_a_first_push_has_no_base(tmp_path: Path) -> None:
    """GitHub writes forty zeros for the commit before a new branch."""
    found = read_context(_environment(tmp_path, {"before": "0" * 40}, "push"))
    assert found.base_sha == ""
    assert "no commit before it" in why_no_baseline(found, folder=tmp_path)


def test_a_shallow_clone_is_said(tmp_path: Path) -> None:
    """The base commit may be known by name and still not be there."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "shallow").write_text("a" * 40)
    found = read_context(_environment(tmp_path, {"before": "a" * 40}, "push"))
    assert "shallow" in why_no_baseline(found, folder=tmp_path)


def test_a_worktree_of_a_shallow_clone_is_shallow(tmp_path: Path) -> None:
    """Also where the command runs in a folder below it."""
    own = tmp_path / "clone" / ".git" / "worktrees" / "w"
    own.mkdir(parents=True)
    (tmp_path / "clone" / ".git" / "shallow").write_text("a" * 40)
    below = tmp_path / "w" / "services"
    below.mkdir(parents=True)
    (tmp_path / "w" / ".git").write_text(f"gitdir: {own}\n")
    found = read_context(_environment(tmp_path, _pull_request("acme/shop")))
    assert "shallow" in why_no_baseline(found, folder=below)
    (tmp_path / "clone" / ".git" / "shallow").unlink()
    assert "shallow" not in why_no_baseline(found, folder=below)


@pytest.mark.parametrize("text", ["", "[1]", "{", '{"pull_request": {"number": "x"}}', "[" * 9999])
def test_an_event_that_is_none_is_said(tmp_path: Path, text: str) -> None:
    """A broken event file is a note, not an end."""
    file = tmp_path / "event.json"
    file.write_text(text)
    found = read_context({"GITHUB_EVENT_PATH": str(file)})
    assert found.pull_request is None
    assert "not an event" in found.notes[0]


def test_no_event_file_is_said(tmp_path: Path) -> None:
    """It may be named and missing."""
    found = read_context({"GITHUB_EVENT_PATH": str(tmp_path / "none")})
    assert "cannot be read" in found.notes[0]
