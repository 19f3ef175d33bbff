"""``hullmark history``: what was recorded of an image."""

from pathlib import Path
from typing import Any

import click

from hullmark.cli.answers import day, format_flag, print_answer, say, short
from hullmark.cli.options import configured, general_flags, store_flags


@click.command("history")
@click.argument("image", required=False)
@click.option("--limit", type=click.IntRange(min=0), default=20, help="Rows; 0 for all. [20]")
@format_flag
@store_flags
@general_flags
def COMMAND(  # noqa: N802
    image: str | None,
    *,
    limit: int,
    format_name: str,
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001 - it says nothing beside its answer
    **flags: Any,
) -> int:
    r"""Show what was recorded of an IMAGE, scan by scan; without one, every image.

    An image is named with or without registry, tag and platform. Reports of other scanners
    are looks of their own, and told apart by the names of the scanners.

    \b
    Examples:
      hullmark history
      hullmark history shop/web
      hullmark history registry.example.com/shop/web --format json
    """
    from hullmark.pipeline.remembering.history import history, recorded_images  # noqa: PLC0415

    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    if image is None:
        found = recorded_images(settings=settings)
        shown = found[:limit] if limit else found
        if format_name == "json":
            print_answer([{"image": each, "last": look} for each, look in shown])
            return 0
        for each, look in shown:
            stream = f"  ({each.stream})" if each.stream else ""
            say(f"{day(look.at)}  {look.verdict:10}  {_counts(look.counts)}  {each.name}{stream}")
        if not found:
            click.echo("nothing is recorded yet; hullmark scan records what it finds", err=True)
        return 0
    looks = history(image, settings=settings, limit=limit)
    if format_name == "json":
        print_answer(looks)
        return 0
    for look in looks:
        change = f"+{look.new} -{look.gone} ~{look.changed}"
        commit = f"  {look.commit[:12]}" if look.commit else ""
        kind = look.command + (f" ({look.stream})" if look.stream else "")
        say(
            f"#{look.scan:<6} {day(look.at)}  {look.verdict:10}  {_counts(look.counts)}  "
            f"{change:>14}  {short(look.digest)}  {kind}  {look.target}{commit}"
        )
    return 0


def _counts(counts: dict[str, int]) -> str:
    """Return critical, high, medium and low in columns."""
    return " ".join(
        f"{counts[name]:>4}{name[0].upper()}" for name in ("critical", "high", "medium", "low")
    )
