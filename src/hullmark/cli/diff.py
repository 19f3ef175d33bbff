"""``hullmark diff``: how two recorded scans differ, and why."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hullmark.cli.answers import day, format_flag, print_answer, say, short
from hullmark.cli.options import configured, general_flags, store_flags

if TYPE_CHECKING:
    from hullmark.pipeline.remembering.history import Difference, FindingChange, Part


@click.command("diff")
@click.argument("before")
@click.argument("after", required=False)
@click.option("--limit", type=click.IntRange(min=0), default=20, help="Rows; 0 for all. [20]")
@click.option(
    "--same-data",
    is_flag=True,
    help="Judge both inventories by one database, and tell what code did from what data did.",
)
@click.option(
    "--db",
    "database",
    type=click.Path(path_type=Path),
    help="Database for --same-data. [default: the one in the state folder]",
)
@format_flag
@store_flags
@general_flags
def COMMAND(  # noqa: N802
    before: str,
    after: str | None,
    *,
    limit: int,
    same_data: bool,
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
      hullmark diff 12 17 --same-data
      hullmark diff 12 17 --same-data --db advisories-of-march.db
    """
    from hullmark.pipeline.remembering.history import diff  # noqa: PLC0415 - help answers at once

    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    found = diff(before, after, settings=settings, same_data=same_data)
    if format_name == "json":
        print_answer(found)
        return 0
    for mark, look in (("-", found.before), ("+", found.after)):
        say(f"{mark} #{look.scan} {day(look.at)}  {short(look.digest)}  {look.target}")
    left = 0
    if same_data:
        click.echo(f"both judged by the advisories of {found.data or 'an unknown date'}")
        for at, part in enumerate(found.parts):
            click.echo(f"{_step(part, found.data, back=at > 0)}: {_counts(part)}")
            left += _print_findings(part.findings, limit)
    else:
        click.echo(f"{_counts(found)}; {len(found.packages)} packages differ")
        left += _print_findings(found.findings, limit)
    packages = found.packages[:limit] if limit else found.packages
    for package in packages:
        old, new = ", ".join(package.before) or "-", ", ".join(package.after) or "-"
        say(f"  {package.type:8} {package.name}  {old} → {new}")
    left += len(found.packages) - len(packages)
    if left:
        click.echo(f"and {left} more; --limit 0 for all", err=True)
    return 0


def _step(part: "Part", data: str, *, back: bool) -> str:
    old, new = part.scans
    if part.moved == "code":
        return f"code, #{old} to #{new} by the same data"
    ends = ("its own data", f"that of {data or 'an unknown date'}")
    first, second = reversed(ends) if back else ends
    return f"data, #{old} by {first} to {second}"


def _counts(found: "Part | Difference") -> str:
    states = Counter(each.state for each in found.findings)
    return (
        f"{states['new']} new, {states['updated']} updated, {states['absent']} gone, "
        f"{found.unchanged} unchanged"
    )


def _print_findings(findings: "Sequence[FindingChange]", limit: int) -> int:
    """Print as many as may be shown; return how many are left."""
    shown = findings[:limit] if limit else findings
    for each in shown:
        why = f"  ({each.cause})" if each.cause else ""
        what = f"{each.identifier} in {each.component} {each.version}".rstrip()
        say(f"  {each.state:8} {each.severity:10} {what}{why}")
    return len(findings) - len(shown)
