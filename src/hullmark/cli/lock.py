"""``hullmark lock``: write down which programs and data a scan rests on."""

from pathlib import Path
from typing import Any

import click

from hullmark.cli.options import configured, general_flags
from hullmark.pipeline.running.lock import lock_path, write_lock
from hullmark.report.visible import visible


@click.command("lock")
@click.option(
    "--scanner",
    "scanners",
    multiple=True,
    metavar="NAME",
    help="Scanner to lock; repeatable. [default: the setting scanners, else all that are here]",
)
@click.option(
    "--lock",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="File to write. [default: hullmark.lock]",
)
@general_flags
def COMMAND(  # noqa: N802 - the name every verb's command has
    *,
    config_file: Path | None,
    verbose: int,
    quiet: bool,
    **flags: Any,
) -> None:
    """Write hullmark.lock: programs by digest, their data by digest, the advisories by digest.

    `hullmark scan --locked` then runs exactly these, and ends with an integrity error where one
    of them is another.
    """
    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    entries = write_lock(settings)
    if not quiet:
        for entry in entries:
            data = f", data of {entry.data_date[:10]}" if entry.data_date else ""
            click.echo(visible(f"{entry.called}{data}"))
        click.echo(visible(f"wrote {lock_path(settings)}"))
