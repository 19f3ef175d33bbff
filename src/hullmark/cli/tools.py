"""``hullmark tools``: list, check and install scanners, and bring their databases."""

from pathlib import Path
from typing import Any

import click

from hullmark.cli.options import configured, general_flags
from hullmark.kernel.errors import HullmarkError
from hullmark.pipeline.running.adapters import spoken_name
from hullmark.pipeline.running.catalogue import TOOLS, find_tools
from hullmark.pipeline.running.fetching import fetch_data
from hullmark.pipeline.running.installing import WAYS, install, installed
from hullmark.pipeline.running.overview import Row, overview
from hullmark.report.visible import visible

_format_flag = click.option(
    "--format",
    "format_name",
    type=click.Choice(("table", "json")),
    default="table",
    help="What goes to standard output. [default: table]",
)


@click.group("tools")
def COMMAND() -> None:  # noqa: N802 - the name every verb's command has
    """List, check and install the scanners that run beside our own engine.

    Only `install` and `data` without --from use the network.
    """


@COMMAND.command("list")
@_format_flag
@general_flags
def list_tools(
    *,
    format_name: str,
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001 - there is nothing to silence
    **flags: Any,
) -> None:
    """Show every scanner that can be run: whether it is here, its version, its data."""
    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    _show(overview(settings), format_name)


@COMMAND.command("check")
@click.argument("names", nargs=-1, metavar="[NAME…]")
@_format_flag
@general_flags
def check_tools(
    names: tuple[str, ...],
    *,
    format_name: str,
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001 - there is nothing to silence
    **flags: Any,
) -> int:
    """Say of each scanner whether it could run now, and what it lacks.

    Without names those of the setting `scanners` are checked. Exit status: 1 where one cannot run.
    """
    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    rows = overview(settings, names=names or settings.scanners)
    _show(rows, format_name)
    return int(any(row.problem for row in rows))


@COMMAND.command("install")
@click.argument("names", nargs=-1, metavar="[NAME…]")
@click.option("--all", "every", is_flag=True, help="Install all that can be had here in minutes.")
@click.option("--again", is_flag=True, help="Install anew what is there in the right version.")
@click.option("--way", type=click.Choice(WAYS), help="How. [default: what is possible here]")
@general_flags
def install_tools(
    names: tuple[str, ...],
    *,
    every: bool,
    again: bool,
    way: str | None,
    config_file: Path | None,
    verbose: int,
    quiet: bool,
    **flags: Any,
) -> int:
    """Install scanners in the versions that Hullmark is tested with, below its state folder.

    From the mirror that `tool_mirror` names, where one is set: the list of checksums must be
    signed with `tool_key`. Otherwise from Python wheels, each in an environment of its own, or
    with Go where that is installed. What is there in the right version stays. Exit status: 1
    where one could not be installed.
    """
    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    if not names and not every:
        raise click.UsageError("name scanners to install, or --all")
    failed = False
    wanted = [tool for tool in TOOLS if settings.tool_mirror or not tool.long] if every else []
    for tool in wanted or find_tools(names):
        try:
            there = None if again else installed(tool)
            program = there or install(tool, settings, way=way or "")
        except HullmarkError as error:
            if not every:
                raise
            failed = True
            click.echo(
                visible(f"{spoken_name(tool.name)}: error {error.code}: {error.message}"), err=True
            )
            continue
        if not quiet:
            click.echo(
                visible(
                    f"{spoken_name(tool.name)} {program.version}: {program.path} {program.digest}"
                )
            )
    return int(failed)


@COMMAND.command("data")
@click.argument("name", metavar="NAME")
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path, exists=True),
    metavar="PATH",
    help="Take it from this file or folder instead of the network.",
)
@general_flags
def bring_data(
    name: str,
    *,
    source: Path | None,
    config_file: Path | None,
    verbose: int,
    quiet: bool,
    **flags: Any,
) -> None:
    """Bring the database of a scanner: fetched by the scanner itself, or from a file."""
    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    folder = fetch_data(name, settings, source=source)
    if not quiet:
        click.echo(visible(f"{name}: {folder}"))


def _show(rows: list[Row], format_name: str) -> None:
    if format_name == "json":
        import msgspec  # noqa: PLC0415 - only here

        click.echo(msgspec.json.format(msgspec.json.encode(rows), indent=2))
        return
    for row in rows:
        state = row.problem or f"{row.version or 'unknown version'} {row.path}"
        data = f", data {row.data_date or 'present'}" if row.has_data else ""
        click.echo(visible(f"{row.name:16} {', '.join(row.looks_at):28} {state}{data}"))
