"""``hullmark diff``: how two recorded scans differ, and why."""

from collections import Counter
from pathlib import Path
from typing import Any

import click

from hullmark.cli.answers import day, format_flag, print_answer, say, short
from hullmark.cli.options import configured, general_flags, store_flags


@click.command("diff")
@click.argument("before")
@click.argument("after", required=False)
@click.option("--limit", type=click.IntRange(min=0), default=20, help="Rows; 0 for all. [20]")
@format_flag
@store_flags
@general_flags
def COMMAND(  # noqa: N802
    before: str,
    after: str | None,
    *,
    limit: int,
    format_name: str,
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001 - it says nothing beside its answer
    **flags: Any,
) -> int:
    r"""Show how two recorded scans differ: findings with the cause of each, and packages.

    A scan is named by its number in `hullmark history`, by a digest, by an image (its last scan),
    an image and a date (the last one by then) or an image and how many before the last. Of
    one name alone, its last two scans are compared.

    \b
    Examples:
      hullmark diff shop/web
      hullmark diff shop/web:1.0 shop/web:1.1
      hullmark diff shop/web@2026-01-31 shop/web
      hullmark diff shop/web~5 shop/web --format json
      hullmark diff 12 17
    """
    from hullmark.pipeline.history import diff  # noqa: PLC0415 - help answers at once

    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    found = diff(before, after, settings=settings)
    if format_name == "json":
        print_answer(found)
        return 0
    for mark, look in (("-", found.before), ("+", found.after)):
        say(f"{mark} #{look.scan} {day(look.at)}  {short(look.digest)}  {look.target}")
    states = Counter(each.state for each in found.findings)
    click.echo(
        f"{states['new']} new, {states['updated']} updated, {states['absent']} gone, "
        f"{found.unchanged} unchanged; {len(found.packages)} packages differ"
    )
    shown = found.findings[:limit] if limit else found.findings
    for each in shown:
        why = f"  ({each.cause})" if each.cause else ""
        what = f"{each.identifier} in {each.component} {each.version}".rstrip()
        say(f"  {each.state:8} {each.severity:10} {what}{why}")
    packages = found.packages[:limit] if limit else found.packages
    for package in packages:
        old, new = ", ".join(package.before) or "-", ", ".join(package.after) or "-"
        say(f"  {package.type:8} {package.name}  {old} → {new}")
    left = len(found.findings) - len(shown) + len(found.packages) - len(packages)
    if left:
        click.echo(f"and {left} more; --limit 0 for all", err=True)
    return 0
