"""``hullmark trend``: findings over time."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hullmark.cli.answers import print_answer, say
from hullmark.cli.options import configured, general_flags, store_flags
from hullmark.cli.output import print_document
from hullmark.kernel.space import write_whole

if TYPE_CHECKING:
    from hullmark.pipeline.remembering.trend import Trend


@click.command("trend")
@click.argument("image", required=False, default="")
@click.option(
    "--by",
    type=click.Choice(("image", "team", "base")),
    default=None,
    help="One trend per image, team (label) or base image.",
)
@click.option("--days", type=click.IntRange(1, 3_650), default=30, help="How far back. [30]")
@click.option("--kind", default="", help="Kind of finding, such as vulnerability. [default: all]")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(("table", "json", "svg")),
    default="table",
    help="What goes to standard output. [default: table]",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Also write the chart to an SVG file."
)
@store_flags
@general_flags
def COMMAND(  # noqa: N802, PLR0913 - one parameter per flag is what click asks for
    image: str,
    *,
    by: str | None,
    days: int,
    kind: str,
    format_name: str,
    output: Path | None,
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001 - it says nothing beside its answer
    **flags: Any,
) -> int:
    r"""Show findings over time: open by severity, new, fixed, how long fixes take.

    IMAGE is a name or a pattern with `*`. Days allowed for a fix come from `[gate] sla` in
    hullmark.toml; without it critical 7, high 30, medium 90, low 180.

    \b
    Examples:
      hullmark trend
      hullmark trend shop/web --days 90 -o trend.svg
      hullmark trend 'registry.example.com/shop/*' --by team --format json
    """
    from hullmark.pipeline.remembering.trend import trend  # noqa: PLC0415 - help answers at once
    from hullmark.report.trend_chart import draw_trend  # noqa: PLC0415

    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    found = trend(settings=settings, image=image, by=by or "", days=days, kind=kind)
    charts = [(each.group or image or "all images", each.points) for each in found]
    rows = [(name, [(p.at, p.open) for p in points]) for name, points in charts]
    if output is not None:
        write_whole(output, draw_trend(rows))
    if format_name == "svg":
        print_document(draw_trend(rows))
    elif format_name == "json":
        print_answer(found)
    else:
        for each in found:
            _print(each)
    return 0


def _print(found: "Trend") -> None:
    first, last = found.points[0], found.points[-1]
    new = sum(point.new for point in found.points)
    fixed = sum(point.fixed for point in found.points)
    name = found.group or "all images"
    say(f"{name}: {found.images} images, {first.at} to {last.at}: {new} new, {fixed} fixed")
    click.echo(f"  {'':10} {'open':>7} {'fixed':>7} {'mean days':>10} {'allowed':>8} "
               f"{'late':>6} {'in time':>8}")  # fmt: skip
    for level in found.levels:
        mean = f"{level.mean_days:.1f}" if level.mean_days is not None else "-"
        allowed = str(level.allowed_days) if level.allowed_days is not None else "-"
        share = f"{level.in_time:.0%}" if level.in_time is not None else "-"
        click.echo(f"  {level.severity:10} {level.open:>7,} {level.fixed:>7,} {mean:>10} "
                   f"{allowed:>8} {level.late:>6,} {share:>8}")  # fmt: skip
    step = max(1, len(found.points) // 10)
    for point in found.points[::-1][::step][::-1]:
        counts = "  ".join(f"{count:>5} {name[:4]}" for name, count in point.open.items() if count)
        nothing = "nothing open" if point.images else "nothing scanned yet"
        click.echo(f"  {point.at}  {counts or nothing}")
