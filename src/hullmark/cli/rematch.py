"""``hullmark rematch``: judge recorded images anew, after an update of the advisories."""

from pathlib import Path
from typing import Any

import click

from hullmark.cli.options import configured, general_flags, store_flags
from hullmark.report.visible import visible


@click.command("rematch")
@click.option("--all", "everything", is_flag=True, help="Look every package up again.")
@click.option(
    "--notify/--no-notify",
    "notifies",
    default=True,
    help="Tell the addresses of [notify] about new critical findings. [default: notify]",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(("table", "json")),
    default="table",
    help="What goes to standard output. [default: table]",
)
@click.option(
    "--db",
    "database",
    type=click.Path(path_type=Path),
    help="Advisory database to use. [default: the one in the state folder]",
)
@click.option("--limit", type=click.IntRange(min=0), default=20, help="Rows; 0 for all. [20]")
@store_flags
@general_flags
def COMMAND(  # noqa: N802
    *,
    everything: bool,
    notifies: bool,
    format_name: str,
    limit: int,
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001 - it says nothing beside its result
    **flags: Any,
) -> int:
    r"""Judge the last sight of every recorded image by the advisories of today.

    Nothing is read or pulled: inventories are in the store. Only packages of which the advisories
    now say something else are looked up; what is new and what is gone is recorded with the cause
    "advisory data".

    \b
    Example:
      hullmark db update && hullmark rematch
    """
    from hullmark.pipeline.remembering.rematch import rematch  # noqa: PLC0415 - help answers at once

    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    found = rematch(settings=settings, everything=everything)
    if settings.notify_urls and notifies:
        from hullmark.pipeline.remembering.rematch_notice import tell  # noqa: PLC0415 - only with addresses

        tell(found, settings=settings)
    if format_name == "json":
        import msgspec  # noqa: PLC0415 - only here

        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
        return 0
    click.echo(
        f"{found.packages:,} packages looked up again in {found.targets:,} images: "
        f"{found.new:,} new, {found.closed:,} closed, {found.changed:,} changed"
        f" (data of {found.data or 'unknown date'}, {found.duration_s:.2f} s)"
    )
    for each in found.news if not limit else found.news[:limit]:
        fix = f"  fixed in {', '.join(each.fixed_in)}" if each.fixed_in else ""
        what = f"{each.identifier} in {each.component} {each.version}"
        click.echo(visible(f"  {each.change:7} {each.severity:10} {what}  {each.target}{fix}"))
    if limit and len(found.news) > limit:
        click.echo(f"and {len(found.news) - limit} more; --limit 0 for all", err=True)
    return 0
