"""``hullmark db``: build, update, import, export and show the advisory database."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from hullmark.cli.options import configured, general_flags
from hullmark.cli.progress import choose_progress
from hullmark.pipeline import database
from hullmark.ports.progress import Progress
from hullmark.report.visible import visible

if TYPE_CHECKING:
    from hullmark.advisories.database import DatabaseInfo
    from hullmark.advisories.update import UpdateReport
    from hullmark.model.ledger import Issue

_Result = TypeVar("_Result")
_ISSUES_SHOWN = 10

_database_flag = click.option(
    "--db",
    "database",
    type=click.Path(path_type=Path),
    help="Database file. [default: the one in the state folder]",
)
_digest_flag = click.option(
    "--digest", default="", help="sha256:… that what is taken over must have."
)
_matching_flag = click.option(
    "--matching-only",
    is_flag=True,
    help="Leave out texts and links: a fraction of the size, findings are the same.",
)


@click.group("db")
def COMMAND() -> None:  # noqa: N802 - the name every verb's command has
    """Keep the advisory database that scans are matched against.

    It is one SQLite file, replaced as a whole or not at all. Only `update` and `build URL` use
    the network.
    """


@COMMAND.command("update")
@click.option(
    "--from",
    "source",
    metavar="SOURCE",
    help="Take a ready database from a file, a URL, oci://REFERENCE, index: (PyPI) or index:URL.",
)
@_digest_flag
@click.option("--ca-file", type=click.Path(path_type=Path), help="PEM file of a private CA.")
@click.option(
    "--insecure", is_flag=True, default=None, help="Allow plain HTTP to a registry elsewhere."
)
@_database_flag
@general_flags
def update(
    *,
    source: str | None,
    digest: str,
    config_file: Path | None,
    verbose: int,
    quiet: bool,
    **flags: Any,
) -> None:
    """Fetch advisories from the public feeds, or a ready database with --from.

    Feeds that have not changed are not fetched again. Where none answers, the database of before
    stays as it is.
    """
    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    report = _watched(
        lambda progress: database.update(
            source, settings=settings, digest=digest, progress=progress
        ),
        quiet=quiet,
    )
    _tell_report(report, quiet=quiet)


@COMMAND.command("build")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@_matching_flag
@_database_flag
@general_flags
def build(
    sources: tuple[str, ...],
    *,
    matching_only: bool,
    config_file: Path | None,
    verbose: int,
    quiet: bool,
    **flags: Any,
) -> None:
    """Build the database from feeds that are files, folders, archives or URLs.

    Kinds are told by their content: OSV records (JSON or all.zip), the Debian security tracker
    (JSON, or its DSA, DLA and CVE lists), Alpine secdb, EPSS, CISA KEV, end-of-life dates.
    """
    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    report = _watched(
        lambda progress: database.build(
            sources, settings=settings, matching_only=matching_only, progress=progress
        ),
        quiet=quiet,
    )
    _tell_report(report, quiet=quiet)


@COMMAND.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@_digest_flag
@_database_flag
@general_flags
def import_(
    file: Path, *, digest: str, config_file: Path | None, verbose: int, quiet: bool, **flags: Any
) -> None:
    """Take over a database that `db export` wrote, a wheel of it, or a plain database file."""
    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    info = _watched(
        lambda _: database.import_file(file, settings=settings, digest=digest), quiet=quiet
    )
    if not quiet:
        _tell_info(info)


@COMMAND.command("export")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--wheel", is_flag=True, help="TARGET is a folder; write a wheel for an index.")
@_matching_flag
@_database_flag
@general_flags
def export(
    target: Path,
    *,
    wheel: bool,
    matching_only: bool,
    config_file: Path | None,
    verbose: int,
    quiet: bool,
    **flags: Any,
) -> None:
    """Write the database to one compressed file, for sites without a network.

    The digest that is printed can be demanded by `db import --digest` and `db update --digest`.
    """
    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    if wheel:
        path = _watched(
            lambda _: database.export_wheel(target, settings=settings, matching_only=matching_only),
            quiet=quiet,
        )
        click.echo(visible(str(path)))
        return
    digest = _watched(
        lambda _: database.export_file(target, settings=settings, matching_only=matching_only),
        quiet=quiet,
    )
    click.echo(visible(f"{digest}  {target}"))


@COMMAND.command("status")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(("table", "json")),
    default="table",
    help="What goes to standard output. [default: table]",
)
@_database_flag
@general_flags
def status(
    *,
    format_name: str,
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001
    **flags: Any,
) -> None:
    """Say what is in the database and how old it is."""
    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    found = database.describe(settings=settings)
    if format_name == "json":
        import json  # noqa: PLC0415 - only here

        import msgspec  # noqa: PLC0415

        click.echo(json.dumps(msgspec.to_builtins(found, str_keys=True), default=str, indent=2))
        return
    click.echo(visible(f"{found.path}: {found.kind}"))
    if found.kind == "absent":
        click.echo("scans use the starter set; fetch the rest with: hullmark db update")
        return
    age = "of unknown age" if found.age_days is None else f"{found.age_days:.0f} days old"
    stale = ", stale" if found.stale else ""
    click.echo(f"built {found.built_at} ({age}{stale}), {found.size_bytes / 1e6:.1f} MB")
    click.echo(f"{found.advisories:,} advisories for {found.packages:,} packages; {found.digest}")
    for each in found.sources:
        dated = each.date[:10] or "no date"
        click.echo(visible(f"  {dated}  {each.records:>9,}  {each.name}  {each.location}"))


def _watched(work: Callable[[Progress], _Result], *, quiet: bool) -> _Result:
    progress, line = choose_progress(quiet=quiet)
    try:
        return work(progress)
    finally:
        if line is not None:
            line.clear()


def _tell_report(report: "UpdateReport", *, quiet: bool) -> None:
    if quiet:
        return
    _tell_issues(report.issues)
    if report.build is not None:
        for source in report.build.sources:
            unchanged = ", unchanged" if source.carried else ""
            click.echo(
                visible(
                    f"  {source.dated[:10] or 'no date'}  {source.records:>9,}  "
                    f"{source.name}{unchanged}"
                ),
                err=True,
            )
        if report.build.withdrawn:
            click.echo(f"{report.build.withdrawn:,} withdrawn records left out", err=True)
    _tell_info(report.info)


def _tell_issues(issues: "list[Issue]") -> None:
    for issue in issues[:_ISSUES_SHOWN]:
        click.echo(visible(f"not used: {issue.path}: {issue.cause}"), err=True)
    if len(issues) > _ISSUES_SHOWN:
        click.echo(f"not used: {len(issues) - _ISSUES_SHOWN:,} more", err=True)


def _tell_info(info: "DatabaseInfo") -> None:
    click.echo(
        f"{info.advisories:,} advisories for {info.packages:,} packages, built {info.built_at}, "
        f"{info.digest}",
        err=True,
    )
