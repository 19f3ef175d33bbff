"""GitHub: uploads to code scanning, and alerts of images that nobody scans any more."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from hullmark.config.settings import Settings
from hullmark.forge.code_scanning import Alert, Upload, dismiss, orphaned_alerts, upload
from hullmark.forge.errors import ForgeContextError
from hullmark.formats.result import SCHEMA
from hullmark.kernel import limits
from hullmark.kernel.errors import InputError, NetworkError, UsageError
from hullmark.kernel.http import HttpClient
from hullmark.model.ledger import LedgerRow
from hullmark.model.scan import Verdict
from hullmark.pipeline.github import Access, one_line, speak
from hullmark.pipeline.pull_request import lineages_of, missing_row, targets_without_result
from hullmark.pipeline.stored_result import read_scan_result
from hullmark.pipeline.verdict import verdict_of
from hullmark.report.links import path_uri
from hullmark.report.sarif.github import github_logs
from hullmark.report.sarif.write import CATEGORY


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


class Uploaded(msgspec.Struct, frozen=True, kw_only=True):
    """What became of uploads; what failed makes the verdict incomplete."""

    uploads: tuple[Upload, ...]
    verdict: Verdict


class Reconciled(msgspec.Struct, frozen=True, kw_only=True):
    """Alerts of images that nobody scans any more."""

    alerts: tuple[Alert, ...]
    dismissed: tuple[int, ...]
    verdict: Verdict


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
        github = speak(http, access)
        for name, log in logs:
            try:
                found = upload(
                    github, log, sha=context.sha, ref=context.ref, category=name, wait=wait
                )
            except NetworkError as error:
                rows.append(missing_row(f"upload of {name}", one_line(error)))
                continue
            uploads.append(found)
            if wait and found.state != "complete":
                rows.append(missing_row(f"upload of {name}", _why_not_taken_in(found)))
    return Uploaded(uploads=tuple(uploads), verdict=verdict_of((), rows, settings=settings))


def _why_not_taken_in(found: Upload) -> str:
    if found.state == "pending":
        return f"sent, and not taken in yet (receipt {found.id}): what became of it is not known"
    return "; ".join(found.errors) or f"GitHub calls it '{found.state}' and does not say why"


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
        github = speak(http, access)
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
            rows.append(missing_row("alerts", one_line(error)))
    return Reconciled(
        alerts=tuple(alerts),
        dismissed=tuple(done),
        verdict=verdict_of((), rows, settings=settings),
    )


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
