"""``hullmark affected``: which recorded images have a flaw, or a package below a version."""

from pathlib import Path
from typing import Any

import click

from hullmark.cli.answers import day, format_flag, print_answer, say, severity, short
from hullmark.cli.options import configured, general_flags, store_flags


@click.command("affected")
@click.argument("question", metavar="CVE|PURL-RANGE")
@click.option("--current", is_flag=True, help="Only the last image of each lineage.")
@click.option("--limit", type=click.IntRange(min=0), default=50, help="Rows; 0 for all. [50]")
@click.option(
    "--db",
    "database",
    type=click.Path(path_type=Path),
    help="Advisory database to use. [default: the one in the state folder]",
)
@format_flag
@store_flags
@general_flags
def COMMAND(  # noqa: N802 - one parameter per flag is what click asks for
    question: str,
    *,
    current: bool,
    limit: int,
    format_name: str,
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001 - it says nothing beside its answer
    **flags: Any,
) -> int:
    r"""Show every image ever recorded that has a flaw, or a package in a range of versions.

    A flaw is looked for by the advisories of today in every inventory, so images that were
    scanned before it was known are found, too. What scanners reported themselves is told beside.

    \b
    Examples:
      hullmark affected CVE-2024-3094
      hullmark affected 'pkg:npm/lodash@<4.17.21'
      hullmark affected 'openssl>=3.0,<3.0.13' --current --format json
    """
    from hullmark.pipeline.remembering.affected import affected  # noqa: PLC0415 - help answers at once

    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    found = affected(question, settings=settings)
    images = [each for each in found.images if each.is_current or not current]
    if format_name == "json":
        print_answer(
            {
                "question": found.question,
                "packages": found.packages,
                "images": [
                    {
                        "target": each.target,
                        "lineage": each.lineage,
                        "digest": each.digest,
                        "package": found.purls[each.package],
                        "seen_at": each.seen_at,
                        "is_current": each.is_current,
                    }
                    for each in images
                ],
                "reported": found.reported,
            }
        )
        return 0
    count = len({each.image for each in images})
    click.echo(f"{count:,} images hold {len(found.packages):,} affected packages")
    for each in images[:limit] if limit else images:
        mark = "current" if each.is_current else "older"
        purl = found.purls[each.package]
        say(f"  {day(each.seen_at)}  {mark:7}  {short(each.digest)}  {each.target}  {purl}")
    if limit and len(images) > limit:
        click.echo(f"and {len(images) - limit:,} more; --limit 0 for all", err=True)
    for told in found.reported[:limit] if limit else found.reported:
        ends = f"until {day(told.closed_at)}" if told.closed_at is not None else "open"
        what = f"{told.identifier} in {told.component} {told.version}"
        who = ", ".join(told.scanners)
        say(f"  reported {severity(told.severity):10} {what}  {told.lineage}  "
            f"since {day(told.since_at)}, {ends} ({who})")  # fmt: skip
    return 0
