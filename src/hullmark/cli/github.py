"""``hullmark github``: comment, summary, uploads and alerts of a GitHub repository."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hullmark.cli.options import configured, general_flags
from hullmark.config.settings import LEVELS, PROFILES
from hullmark.gate.judge import exit_status
from hullmark.report.visible import visible

if TYPE_CHECKING:
    from hullmark.config.settings import Settings
    from hullmark.forge.context import Context
    from hullmark.model.scan import Verdict
    from hullmark.pipeline.github import Access

_results = click.argument(
    "results", nargs=-1, required=True, metavar="RESULT…", type=click.Path(path_type=Path)
)
_baseline = click.option(
    "--baseline",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="RESULT",
    help="Result of what the change stands on. Repeatable.",
)
_profile = click.option(
    "--profile",
    type=click.Choice(PROFILES),
    help="What fails of what the change caused: strict, balanced (the default) or observe.",
)
_fail_on = click.option(
    "--fail-on",
    type=click.Choice(LEVELS),
    help="Fail on anything of this severity or worse that the change caused.",
)
_repository = click.option(
    "--repository", metavar="OWNER/NAME", help="Repository. [default: the workflow's]"
)


@click.group("github")
def COMMAND() -> None:  # noqa: N802 - the name every verb's command has
    """Tell a GitHub repository what was found.

    Inside a workflow, the run says which repository, commit and pull request is meant. The token
    comes from GITHUB_TOKEN or GH_TOKEN and goes to GITHUB_API_URL alone.
    """


@COMMAND.command("comment")
@_results
@_baseline
@_repository
@click.option("--pull-request", type=click.IntRange(min=1), help="Number of the pull request.")
@click.option("--name", default="", help="Tells the comments of several workflows apart.")
@click.option("--dry-run", is_flag=True, help="Print the comment and send nothing.")
@_profile
@_fail_on
@general_flags
def comment(  # noqa: PLR0913 - one parameter per flag is what click asks for
    results: tuple[Path, ...],
    *,
    baseline: tuple[Path, ...],
    repository: str | None,
    pull_request: int | None,
    name: str,
    dry_run: bool,
    config_file: Path | None,
    verbose: int,
    quiet: bool,
    **flags: Any,
) -> int:
    r"""Say on a pull request what it added, what it fixed, and what to change first.

    There is one comment, which later runs bring up to date. It goes to standard output as well.
    For a change that comes from a fork, and without a token, nothing is sent; the missing token of
    a workflow makes the verdict incomplete.

    \b
    Examples:
      hullmark github comment result.json --baseline main.json --dry-run
      hullmark github comment results/*.json --baseline base.json --fail-on high

    The exit status is that of the change: it fails for what the change caused, and is incomplete
    where there is nothing to compare with or the comment could not be written.
    """
    from hullmark.pipeline.github import comment_on_pull_request  # noqa: PLC0415 - start-up

    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    access = _access(settings, repository=repository, pull_request=pull_request)
    done = comment_on_pull_request(
        results,
        baseline=baseline,
        access=access,
        settings=settings,
        name=name,
        send=not dry_run,
        folder=Path.cwd(),
    )
    click.echo(done.text, nl=False)
    if not quiet:
        if done.outcome:
            click.echo(f"comment {done.outcome}", err=True)
        for note in done.notes:
            click.echo(visible(note), err=True)
    return exit_status(done.report.verdict)


@COMMAND.command("summary")
@_results
@_baseline
@_profile
@_fail_on
@general_flags
def summary(
    results: tuple[Path, ...],
    *,
    baseline: tuple[Path, ...],
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001 - there is nothing to silence
    **flags: Any,
) -> int:
    r"""Write the job summary of a run as Markdown.

    \b
    Example:
      hullmark github summary results/*.json >> "$GITHUB_STEP_SUMMARY"

    The exit status is 0: what fails a run is said by scan, gate and comment.
    """
    from hullmark.pipeline.github import summarize_run  # noqa: PLC0415 - start-up

    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    text, _ = summarize_run(
        results,
        baseline=baseline,
        context=_context(),
        settings=settings,
        folder=Path.cwd(),
    )
    click.echo(text, nl=False)
    return 0


@COMMAND.command("upload")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@_repository
@click.option("--sha", help="Commit that was scanned. [default: the workflow's]")
@click.option("--ref", help="Its full ref, such as refs/heads/main. [default: the workflow's]")
@click.option("--category", default="", help="Instead of the category that each file names.")
@click.option("--no-wait", is_flag=True, help="Do not wait until GitHub has taken it in.")
@general_flags
def upload(  # noqa: PLR0913 - one parameter per flag is what click asks for
    files: tuple[Path, ...],
    *,
    repository: str | None,
    sha: str | None,
    ref: str | None,
    category: str,
    no_wait: bool,
    config_file: Path | None,
    verbose: int,
    quiet: bool,
    **flags: Any,
) -> int:
    r"""Upload SARIF logs, or results as SARIF, to code scanning: one upload per category.

    \b
    Examples:
      hullmark github upload result.json
      hullmark github upload trivy.sarif --category trivy/shop

    The exit status is 11 where an upload was not taken.
    """
    from hullmark.pipeline.code_scanning import upload_reports  # noqa: PLC0415 - start-up

    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    access = _access(settings, repository=repository, sha=sha, ref=ref)
    done = upload_reports(
        files, access=access, settings=settings, category=category, wait=not no_wait
    )
    for each in () if quiet else done.uploads:
        click.echo(visible(f"{each.category}: {each.state} ({each.id})"), err=True)
    return _told(done.verdict)


@COMMAND.command("reconcile")
@_results
@_repository
@click.option("--ref", help="Branch whose alerts are looked at. [default: the workflow's]")
@click.option("--dismiss", is_flag=True, help="Dismiss what is listed.")
@general_flags
def reconcile(
    results: tuple[Path, ...],
    *,
    repository: str | None,
    ref: str | None,
    dismiss: bool,
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001 - the list is the answer
    **flags: Any,
) -> int:
    r"""List open alerts of images that nobody scans any more, and dismiss them with --dismiss.

    RESULT are the results of a whole run. Code scanning never closes alerts of an image that was
    renamed or dropped, because no later upload of its category comes.

    \b
    Examples:
      hullmark github reconcile results/*.json --ref refs/heads/main
      hullmark github reconcile results/*.json --dismiss
    """
    from hullmark.pipeline.code_scanning import reconcile_alerts  # noqa: PLC0415 - start-up

    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    access = _access(settings, repository=repository, ref=ref)
    if not access.context.ref.startswith("refs/heads/"):
        raise click.UsageError("say whose alerts are meant: --ref refs/heads/BRANCH")
    done = reconcile_alerts(results, access=access, settings=settings, close=dismiss)
    for alert in done.alerts:
        state = "dismissed" if alert.number in done.dismissed else "orphaned"
        click.echo(visible(f"{state} {alert.number} {alert.rule} {alert.category} {alert.url}"))
    if not done.alerts and exit_status(done.verdict) == 0:
        click.echo("no orphaned alerts")
    return _told(done.verdict)


def _told(verdict: "Verdict") -> int:
    for reason in verdict.reasons:
        click.echo(visible(f"{verdict.status}: {reason.message}"), err=True)
    return exit_status(verdict)


def _context() -> "Context":
    from hullmark.forge.context import read_context  # noqa: PLC0415 - start-up

    return read_context(os.environ)


def _access(settings: "Settings", **given: Any) -> "Access":
    from msgspec.structs import replace  # noqa: PLC0415 - start-up

    from hullmark.kernel.http import HttpOptions  # noqa: PLC0415
    from hullmark.pipeline.github import Access  # noqa: PLC0415

    token = os.environ.get("GITHUB_TOKEN") or os.environ.get("GH_TOKEN") or ""
    return Access(
        context=replace(_context(), **{name: value for name, value in given.items() if value}),
        token=token.strip(),
        http=HttpOptions(
            timeout_s=settings.timeout_s,
            ca_files=(settings.ca_file,) if settings.ca_file else (),
        ),
    )
