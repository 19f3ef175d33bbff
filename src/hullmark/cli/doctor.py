"""``hullmark doctor``: what is there, how old it is, and what is missing."""

from pathlib import Path
from typing import Any

import click

from hullmark.cli.options import configured, general_flags
from hullmark.pipeline.doctor import Health, examine
from hullmark.report.visible import visible


@click.command("doctor")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(("table", "json")),
    default="table",
    help="What goes to standard output. [default: table]",
)
@click.option(
    "--db", "database", type=click.Path(path_type=Path), help="Advisory database to look at."
)
@general_flags
def COMMAND(  # noqa: N802 - the name every verb's command has
    *,
    format_name: str,
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001 - there is nothing to silence
    **flags: Any,
) -> int:
    """Say what is there, how old it is, and what is missing. Uses no network.

    Exit status: 1 where something is broken, else 0.
    """
    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    found = examine(settings=settings)
    if format_name == "json":
        import msgspec  # noqa: PLC0415 - only here

        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2))
    else:
        for each in found:
            click.echo(visible(f"{each.health:8} {each.name:12} {each.detail}"))
            if each.hint:
                click.echo(visible(f"{'':21} → {each.hint}"))
    return int(any(each.health is Health.BROKEN for each in found))
