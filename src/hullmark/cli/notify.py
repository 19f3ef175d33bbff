"""``hullmark notify``: tell people about a result."""

from pathlib import Path
from typing import Any

import click

from hullmark.cli.options import configured, general_flags
from hullmark.notify.notice import EVENTS


@click.command("notify")
@click.argument(
    "results", nargs=-1, required=True, metavar="RESULT…", type=click.Path(path_type=Path)
)
@click.option(
    "--baseline",
    "earlier",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="RESULT",
    help="Earlier result, which tells what is new. Repeatable.",
)
@click.option(
    "--on",
    "notify_on",
    multiple=True,
    type=click.Choice(EVENTS),
    help="What to tell of. Repeatable. [default: the setting notify_on]",
)
@click.option("--dry-run", is_flag=True, help="Print the message and send nothing.")
@general_flags
def COMMAND(  # noqa: N802 - the name every verb's command has
    results: tuple[Path, ...],
    *,
    earlier: tuple[Path, ...],
    dry_run: bool,
    config_file: Path | None,
    verbose: int,
    quiet: bool,
    **flags: Any,
) -> int:
    r"""Send one message about results, if something happened that people asked to be told of.

    Addresses are those of apprise, in [notify] urls or HULLMARK_NOTIFY_URLS. They are secrets:
    write env:NAME into a file, and the address into that variable.

    \b
    Examples:
      hullmark notify result.json --baseline yesterday.json
      hullmark notify result.json --on incomplete --dry-run

    The exit status is 0 also where there was nothing to tell, and 1 where a service did not take
    the message.
    """
    from hullmark.pipeline.notify import notify  # noqa: PLC0415 - start-up

    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    told = notify(results, settings=settings, baseline=earlier, dry_run=dry_run)
    if told.notice is None:
        if not quiet:
            click.echo("nothing to tell", err=True)
        return 0
    if dry_run:
        click.echo(f"{told.notice.title}\n\n{told.notice.body}")
    elif not quiet:
        click.echo(f"told {told.sent}", err=True)
    return 0
