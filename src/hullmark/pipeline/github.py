"""GitHub: the comment of a pull request, uploads to code scanning, orphaned alerts."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from hullmark.config.settings import Settings
from hullmark.forge.code_scanning import Alert, Upload, dismiss, orphaned_alerts, upload
from hullmark.forge.comments import COMMENT_CHARACTERS, mark_of, put_comment
from hullmark.forge.context import Context, why_no_baseline
from hullmark.forge.errors import ForgeContextError
from hullmark.forge.github import GitHub
from hullmark.formats.result import SCHEMA
from hullmark.kernel import limits
from hullmark.kernel.errors import HullmarkError, InputError, NetworkError, UsageError
from hullmark.kernel.http import HttpClient, HttpOptions
from hullmark.model.ledger import LedgerRow
from hullmark.model.pull_request import PullRequest
from hullmark.model.scan import ScanResult, Verdict
from hullmark.pipeline.pull_request import (
    compare_pull_request,
    joined,
    lineages_of,
    missing_row,
    read_results,
    targets_without_result,
)
from hullmark.pipeline.stored_result import read_scan_result
from hullmark.pipeline.verdict import verdict_of
from hullmark.report.links import path_uri
from hullmark.report.markdown import write_markdown
from hullmark.report.pull_request import write_pull_request
from hullmark.report.sarif.github import github_logs
from hullmark.report.sarif.write import CATEGORY

SUMMARY_BYTES: Final = 1_000_000
"""GitHub drops the summary of a step over 1 MiB."""


class NotAUploadError(InputError):
    """A file is neither a SARIF log nor a JSON result of Hullmark.

    Code scanning takes these two; write them with -o scan.sarif or -o result.json.
    """

    code = "HM2331"


class NothingKeptError(UsageError):
    """Every alert would count as orphaned, because no result names an image.

    Give the results of a whole run, of every image that is still scanned.
    """

    code = "HM1062"


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


class Uploaded(msgspec.Struct, frozen=True, kw_only=True):
    """What became of uploads; what failed makes the verdict incomplete."""

    uploads: tuple[Upload, ...]
    verdict: Verdict


class Reconciled(msgspec.Struct, frozen=True, kw_only=True):
    """Alerts of images that nobody scans any more."""

    alerts: tuple[Alert, ...]
    dismissed: tuple[int, ...]
    verdict: Verdict


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
    notes = list(context.notes)
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
    if not reason:
        assert context.pull_request is not None
        try:
            with HttpClient(access.http) as http:
                github = _github(http, access)
                outcome = put_comment(github, context.pull_request, text(), mark=mark)
        except NetworkError as error:
            row = missing_row("comment", _one_line(error))
            verdict = verdict_of(report.added, [row], settings=settings)
            reasons = tuple(dict.fromkeys((*report.verdict.reasons, *verdict.reasons)))
            report = msgspec.structs.replace(
                report, verdict=msgspec.structs.replace(verdict, reasons=reasons)
            )
            notes.append(f"the comment could not be written: {_one_line(error)}")
    said = (*notes, reason) if reason else tuple(notes)
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
        parts.append(write_pull_request(report, now, notes=context.notes))
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


def upload_reports(
    files: Sequence[Path], *, access: Access, settings: Settings, category: str = "", wait: bool
) -> Uploaded:
    """Send SARIF logs, or results as SARIF, one upload per category.

    Args:
        files: SARIF logs, or JSON results of Hullmark.
        access: Repository, commit, ref and token.
        settings: What fails.
        category: Instead of what the files say of themselves.
        wait: Until GitHub has taken each one in.

    Raises:
        NotAUploadError: A file is something else.
        ForgeContextError: Commit or ref are not known.
    """
    context = access.context
    if not context.sha or not context.ref.startswith("refs/"):
        raise ForgeContextError(
            "an upload is about a commit and a ref, and they are not known",
            hint="give --sha and --ref (refs/heads/main), or run it in a workflow",
        )
    logs = [log for file in files for log in _logs(file, category)]
    uploads: list[Upload] = []
    rows: list[LedgerRow] = []
    with HttpClient(access.http) as http:
        github = _github(http, access)
        for name, log in logs:
            try:
                found = upload(
                    github, log, sha=context.sha, ref=context.ref, category=name, wait=wait
                )
            except NetworkError as error:
                rows.append(missing_row(f"upload of {name}", _one_line(error)))
                continue
            uploads.append(found)
            if found.state == "failed":
                words = "; ".join(found.errors) or "GitHub does not say why"
                rows.append(missing_row(f"upload of {name}", words))
    return Uploaded(uploads=tuple(uploads), verdict=verdict_of((), rows, settings=settings))


def reconcile_alerts(
    files: Sequence[Path], *, access: Access, settings: Settings, close: bool
) -> Reconciled:
    """List alerts of images that no result is about any more, and dismiss them where asked to.

    Args:
        files: Results of a whole run, of every image that is still scanned.
        access: Repository, branch and token.
        settings: What fails.
        close: Dismiss what is listed.

    Raises:
        NothingKeptError: No result names an image.
        NotAResultError: A result cannot be read.
    """
    results = [read_scan_result(file) for file in files]
    kept = {
        f"{CATEGORY}/{path_uri(name)}" for each in results for name in lineages_of(each.targets)
    }
    if not kept:
        raise NothingKeptError("no result names an image, so every alert would be orphaned")
    if lost := targets_without_result(results):
        row = missing_row("reconcile", f"not scanned, so its alerts are kept: {', '.join(lost)}")
        return Reconciled(alerts=(), dismissed=(), verdict=verdict_of((), [row], settings=settings))
    alerts: list[Alert] = []
    done: list[int] = []
    rows: list[LedgerRow] = []
    with HttpClient(access.http) as http:
        github = _github(http, access)
        try:
            # The whole list first: dismissing moves the pages.
            alerts += orphaned_alerts(github, ref=access.context.ref, kept=kept)
            ours = [each for each in alerts if each.category.startswith(f"{CATEGORY}/")]
            alerts = ours
            for alert in alerts if close else ():
                image = alert.category.removeprefix(f"{CATEGORY}/").rstrip("/")
                dismiss(github, alert, remark=f"Orphaned: {image} is not scanned any more.")
                done.append(alert.number)
        except NetworkError as error:
            rows.append(missing_row("alerts", _one_line(error)))
    return Reconciled(
        alerts=tuple(alerts),
        dismissed=tuple(done),
        verdict=verdict_of((), rows, settings=settings),
    )


def _compared(
    files: Sequence[Path],
    baseline: Sequence[Path],
    context: Context,
    settings: Settings,
    folder: Path,
) -> tuple[PullRequest, ScanResult | None]:
    new, missing = read_results(files, what="result")
    old, unreadable = read_results(baseline, what="baseline")
    missing += unreadable
    if not baseline:
        missing.append(missing_row("baseline", why_no_baseline(context, folder=folder)))
    report = compare_pull_request(new, old, settings=settings, missing=missing)
    return report, joined(new) if new else None


def _why_not_sent(access: Access, *, send: bool) -> str:
    context = access.context
    if not send:
        return "the comment was not sent: a dry run"
    if context.from_fork:
        return (
            f"the comment was not sent: the change comes from the fork {context.head_repository},"
            " whose runs may write nothing here"
        )
    if not access.token:
        return "the comment was not sent: there is no token (GITHUB_TOKEN)"
    if context.pull_request is None:
        return "the comment was not sent: no pull request is named"
    return ""


def _github(http: HttpClient, access: Access) -> GitHub:
    context = access.context
    return GitHub(http, api_url=context.api_url, repository=context.repository, token=access.token)


def _logs(file: Path, category: str) -> Iterator[tuple[str, bytes]]:
    """Yield each run of a file as a log of its own, with its category."""
    try:
        with file.open("rb") as opened:
            data = opened.read(limits.JSON_BYTES + 1)
        document: Any = msgspec.json.decode(data)
    except OSError as error:
        raise NotAUploadError(f"cannot read '{file}': {error.strerror}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotAUploadError(f"'{file}' is not JSON: {error}") from error
    if isinstance(document, dict) and document.get("schema") == SCHEMA:
        for log in github_logs(read_scan_result(file)):
            yield from _runs(msgspec.json.decode(log), category, file)
        return
    yield from _runs(document, category, file)


def _runs(document: Any, category: str, file: Path) -> Iterator[tuple[str, bytes]]:
    runs = document.get("runs") if isinstance(document, dict) else None
    if not isinstance(runs, list) or not all(isinstance(run, dict) for run in runs):
        raise NotAUploadError(f"'{file}' is neither a SARIF log nor a result", hint="see its start")
    for run in runs:
        details = run.get("automationDetails")
        said = details.get("id") if isinstance(details, dict) else None
        name = category or (said if isinstance(said, str) else "") or CATEGORY
        if category:
            run = {**run, "automationDetails": {"id": f"{category.rstrip('/')}/"}}
        yield name.rstrip("/"), msgspec.json.encode({**document, "runs": [run]})


def _one_line(error: HullmarkError) -> str:
    return " ".join(f"{error.message}; {error.hint}".split()) if error.hint else error.message


def _plain(text: str) -> str:
    from hullmark.report.markdown_text import literal  # noqa: PLC0415 - rare

    return literal(text)
