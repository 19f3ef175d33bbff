"""Where a run stands: repository, commit and pull request, as a GitHub workflow tells it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec

API_URL: Final = "https://api.github.com"
EVENT_BYTES: Final = 25 * 1024 * 1024
"""One event: GitHub caps webhook payloads at 25 MB."""
_NOTHING = "0" * 40
_ABOUT_PULL_REQUESTS = ("pull_request", "pull_request_target")


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the run; empty where nobody says it."""

    api_url: str = API_URL
    repository: str = ""
    """``owner/name``."""
    event: str = ""
    """``push``, ``pull_request``, ``schedule`` …; empty outside workflows."""
    sha: str = ""
    ref: str = ""
    pull_request: int | None = None
    base_sha: str = ""
    """The commit that the change stands on."""
    head_sha: str = ""
    head_repository: str = ""
    run_url: str = ""
    notes: tuple[str, ...] = ()
    """What could not be told, and why."""

    @property
    def from_fork(self) -> bool:
        """Whether the change comes from another repository, whose runs may write nothing here."""
        return bool(self.head_repository) and self.head_repository != self.repository


class _Repository(msgspec.Struct):
    full_name: str = ""


class _Side(msgspec.Struct):
    sha: str = ""
    repo: _Repository | None = None


class _PullRequest(msgspec.Struct):
    number: int = 0
    base: _Side = msgspec.field(default_factory=_Side)
    head: _Side = msgspec.field(default_factory=_Side)


class _Event(msgspec.Struct):
    before: str = ""
    pull_request: _PullRequest | None = None


def read_context(environment: Mapping[str, str]) -> Context:
    """Return what the variables and the event file of a workflow run say."""
    event, notes = _event(environment.get("GITHUB_EVENT_PATH", ""))
    repository = environment.get("GITHUB_REPOSITORY", "")
    server = environment.get("GITHUB_SERVER_URL", "")
    run = environment.get("GITHUB_RUN_ID", "")
    pull = event.pull_request
    found = Context(
        api_url=environment.get("GITHUB_API_URL") or API_URL,
        repository=repository,
        event=environment.get("GITHUB_EVENT_NAME", ""),
        sha=environment.get("GITHUB_SHA", ""),
        ref=environment.get("GITHUB_REF", ""),
        run_url=f"{server}/{repository}/actions/runs/{run}" if server and run else "",
        notes=notes,
    )
    if pull is None:
        if not notes and found.event in _ABOUT_PULL_REQUESTS:
            said = f"the event '{found.event}' names no pull request"
            found = msgspec.structs.replace(found, notes=(said,))
        before = event.before if event.before != _NOTHING else ""
        return msgspec.structs.replace(found, base_sha=before, head_sha=found.sha)
    return msgspec.structs.replace(
        found,
        pull_request=pull.number or None,
        base_sha=pull.base.sha,
        head_sha=pull.head.sha,
        # A fork that was deleted since has no repository any more; it was not this one.
        head_repository=pull.head.repo.full_name if pull.head.repo else "(deleted fork)",
    )


def why_no_baseline(context: Context, *, folder: Path) -> str:
    """Return why there may be nothing to compare with, as far as the run itself shows it."""
    if context.event == "push" and not context.base_sha:
        return "the push has no commit before it (a new branch, or a first push)"
    words = "no result of the base commit was given (--baseline)"
    if context.base_sha:
        words = f"no result of the base commit {context.base_sha[:12]} was given (--baseline)"
    if _is_shallow(folder):
        words += "; the clone is shallow, so the base commit cannot be read here (fetch-depth: 0)"
    return words


def _is_shallow(folder: Path) -> bool:
    """Say whether the clone that a folder lies in lacks older commits; a worktree has its own."""
    for each in (folder, *folder.resolve().parents):
        git = each / ".git"
        if git.is_dir():
            return (git / "shallow").exists()
        if git.is_file():
            with git.open("rb") as file:
                named = file.read(4_096).decode("utf-8", "replace").removeprefix("gitdir:").strip()
            # <clone>/.git/worktrees/<name>: what is shallow is the clone.
            own = each / named
            return any((place / "shallow").exists() for place in (own, own.parent.parent))
    return False


def is_loopback_or_https(url: str) -> bool:
    """Say whether a token may be sent to an address: nobody on the way reads it."""
    from hullmark.kernel.http_failures import is_loopback  # noqa: PLC0415 - rare

    parts = urlsplit(url)
    return parts.scheme == "https" or is_loopback(parts.hostname or "")


def _event(path: str) -> tuple[_Event, tuple[str, ...]]:
    if not path:
        return _Event(), ()
    try:
        with Path(path).open("rb") as file:
            data = file.read(EVENT_BYTES + 1)
        if len(data) > EVENT_BYTES:
            return _Event(), (f"the event file '{path}' is larger than any event",)
        return msgspec.json.decode(data, type=_Event), ()
    except OSError as error:
        return _Event(), (f"the event file '{path}' cannot be read: {error.strerror}",)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return _Event(), (f"the event file '{path}' is not an event: {error}",)
