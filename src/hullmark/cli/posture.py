"""``hullmark posture``: one score of all that is recorded."""

from pathlib import Path
from typing import Any

import click

from hullmark.cli.answers import format_flag, print_answer
from hullmark.cli.options import configured, general_flags, store_flags


@click.command("posture")
@format_flag
@store_flags
@general_flags
def COMMAND(  # noqa: N802
    *,
    format_name: str,
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001 - it says nothing beside its answer
    **flags: Any,
) -> int:
    r"""Show one score of all recorded images, 0 to 100, with the parts it is made of.

    Every part is a share of images, or of fixes, that can be counted again by hand.

    \b
    Example:
      hullmark posture --format json
    """
    from hullmark.pipeline.remembering.posture import posture  # noqa: PLC0415 - help answers at once

    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    found = posture(settings=settings)
    if format_name == "json":
        print_answer(found)
        return 0
    click.echo(f"{found.score:.1f} of 100 over {found.images:,} images")
    for part in found.parts:
        click.echo(
            f"  {part.points:>5.1f} of {part.weight:>2}  {part.name:20} "
            f"{part.good:,} of {part.total:,} {part.meaning}"
        )
    return 0
