"""GitHub: the comment of a pull request, and the summary of a run."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from hullmark.config.settings import Settings
from hullmark.forge.comments import COMMENT_CHARACTERS, mark_of, put_comment
from hullmark.forge.context import Context, why_no_baseline
from hullmark.forge.github import GitHub
from hullmark.kernel.errors import HullmarkError, NetworkError
from hullmark.kernel.http import HttpClient, HttpOptions
from hullmark.model.ledger import LedgerRow
from hullmark.model.pull_request import PullRequest
from hullmark.model.scan import ScanResult, Verdict
from hullmark.pipeline.pull_request import (
    compare_pull_request,
    joined,
    missing_row,
    read_results,
    worst_of,
)
from hullmark.pipeline.verdict import verdict_of
from hullmark.report.markdown import write_markdown
from hullmark.report.pull_request import write_pull_request

SUMMARY_BYTES: Final = 1_000_000
"""GitHub drops the summary of a step over 1 MiB."""


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """How GitHub is spoken to; the token is in no output of any kind."""

    context: Context
    token: str = ""
    http: HttpOptions = msgspec.field(default_factory=HttpOptions)

    def __repr__(self) -> str:
        return f"Access({self.context.repository})"


class Commented(msgspec.Struct, frozen=True, kw_only=True):
    """What the comment says, and what became of it."""

    text: str
    report: PullRequest
    outcome: str
    """``created``, ``updated``, ``unchanged``; empty where it was not sent."""
    notes: tuple[str, ...]
    """Why it was not sent, and what could not be told of the run."""


def comment_on_pull_request(
    files: Sequence[Path],
    *,
    baseline: Sequence[Path],
    access: Access,
    settings: Settings,
    name: str = "",
    send: bool = True,
    folder: Path = Path(),
) -> Commented:
    """Compare results with those of the base, and keep the one comment about it up to date.

    Args:
        files: Results of the change.
        baseline: Results of what it stands on; may be none.
        access: The repository, the pull request and the token.
        settings: What fails.
        name: Tells the comments of several workflows apart.
        send: Whether to write it; without a token it is never sent.
        folder: The checkout, for what can be said of a missing baseline.
    """
    context = access.context
    report, now = _compared(files, baseline, context, settings, folder)
    notes: list[str] = []
    mark = mark_of(name)

    def text() -> str:
        return write_pull_request(
            report,
            now,
            notes=notes,
            commit=context.head_sha or context.sha,
            run_url=context.run_url,
            most_characters=COMMENT_CHARACTERS - len(mark) - 1_000,
        )

    outcome = ""
    reason = _why_not_sent(access, send=send)
    if reason and _should_be_sent(access, send=send):
        report = _incomplete(report, missing_row("comment", reason), settings)
    elif not reason:
        assert context.pull_request is not None
        try:
            with HttpClient(access.http) as http:
                github = speak(http, access)
                outcome = put_comment(github, context.pull_request, text(), mark=mark)
        except NetworkError as error:
            report = _incomplete(report, missing_row("comment", one_line(error)), settings)
            notes.append(f"the comment could not be written: {one_line(error)}")
    said = (*context.notes, *notes, *([reason] if reason else ()))
    return Commented(text=text(), report=report, outcome=outcome, notes=said)


def summarize_run(
    files: Sequence[Path],
    *,
    baseline: Sequence[Path],
    context: Context,
    settings: Settings,
    folder: Path = Path(),
) -> tuple[str, Verdict]:
    """Return the job summary of results, with what a pull request did where there is a baseline."""
    results, missing = read_results(files, what="result")
    parts = []
    if baseline or context.pull_request is not None:
        report, now = _compared(files, baseline, context, settings, folder)
        parts.append(write_pull_request(report, now))
    size = sum(len(part.encode("utf-8", "replace")) for part in parts)
    for result in results:
        part = write_markdown(result).decode("utf-8", "replace")
        size += len(part.encode())
        if size > SUMMARY_BYTES:
            parts.append("More results than a job summary holds; see the reports themselves.\n")
            break
        parts.append(part)
    parts += [f"- could not be read: {_plain(row.reason)}\n" for row in missing]
    if not results:
        return "\n".join(parts), verdict_of((), missing, settings=settings)
    whole = joined(results)
    if missing:
        return "\n".join(parts), verdict_of(
            whole.findings, (*whole.ledger, *missing), settings=settings
        )
    return "\n".join(parts), whole.verdict


def _compared(
    files: Sequence[Path],
    baseline: Sequence[Path],
    context: Context,
    settings: Settings,
    folder: Path,
) -> tuple[PullRequest, ScanResult | None]:
    new, missing = read_results(files, what="result")
    old, unreadable = read_results(baseline, what="baseline")
    missing += [*unreadable, *(missing_row("event", note) for note in context.notes)]
    if not baseline:
        missing.append(missing_row("baseline", why_no_baseline(context, folder=folder)))
    report = compare_pull_request(new, old, settings=settings, missing=missing)
    return report, joined(new) if new else None


def _incomplete(report: PullRequest, row: LedgerRow, settings: Settings) -> PullRequest:
    """Return a report that lacks one thing more; what fails already stays failed."""
    verdicts = [report.verdict, verdict_of((), [row], settings=settings)]
    return msgspec.structs.replace(report, verdict=worst_of(verdicts))


def _should_be_sent(access: Access, *, send: bool) -> bool:
    """Say whether a workflow of this repository was to write a comment; a desk need not."""
    return send and not access.token and access.context.event != "" and not _of_a_fork(access)


def _of_a_fork(access: Access) -> bool:
    """Say whether the run may write nothing; ``pull_request_target`` runs as the base's own."""
    return access.context.from_fork and access.context.event != "pull_request_target"


def _why_not_sent(access: Access, *, send: bool) -> str:
    context = access.context
    if not send:
        return "the comment was not sent: a dry run"
    if _of_a_fork(access):
        return (
            f"the comment was not sent: the change comes from the fork {context.head_repository},"
            " whose runs may write nothing here"
        )
    if not access.token:
        return "the comment was not sent: there is no token (GITHUB_TOKEN)"
    if context.pull_request is None:
        return "the comment was not sent: no pull request is named"
    return ""


def speak(http: HttpClient, access: Access) -> GitHub:
    """Return the repository, to be spoken to with its token."""
    context = access.context
    return GitHub(http, api_url=context.api_url, repository=context.repository, token=access.token)


def one_line(error: HullmarkError) -> str:
    """Return message and hint as one line."""
    return " ".join(f"{error.message}; {error.hint}".split()) if error.hint else error.message


def _plain(text: str) -> str:
    from hullmark.report.markdown_text import literal  # noqa: PLC0415 - rare

    return literal(text)
