"""``hullmark init``: settings, a pipeline and missing Dockerfiles for a repository."""

import sys
from pathlib import Path
from typing import Any

import click

from hullmark.cli.options import configured, general_flags
from hullmark.report.visible import visible


@click.command("init")
@click.argument("path", default=".", metavar="[PATH]", type=click.Path(path_type=Path))
@click.option(
    "--close-gaps",
    is_flag=True,
    help="Audit the pipeline first, write and patch what closes its gaps, and say which it closes.",
)
@click.option(
    "--ci",
    "system",
    type=click.Choice(("github", "gitlab")),
    help="Whose pipeline to write. [default: the one the repository uses, else github]",
)
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("-y", "--yes", is_flag=True, help="Write without asking.")
@general_flags
def COMMAND(  # noqa: N802 - the name every verb's command has
    path: Path,
    *,
    close_gaps: bool,
    system: str | None,
    dry_run: bool,
    yes: bool,
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001 - the diff is what was asked for
    **flags: Any,
) -> int:
    r"""Write settings, a pipeline that scans every image, and Dockerfiles that are missing.

    The change is shown as a diff on standard output first. At a terminal it is written once you
    say yes; elsewhere nothing is written without --yes. No file that exists is overwritten:
    .gitlab-ci.yml gets one line below include, and --close-gaps changes single lines, by which
    scans fail their jobs again, uploads get a category and actions a commit that is known.

    \b
    Examples:
      hullmark init --dry-run
      hullmark init --close-gaps
      hullmark init services --yes --ci gitlab
    """
    from hullmark.pipeline.init import plan_init, write_plan  # noqa: PLC0415 - start-up

    configured(config_file=config_file, verbose=verbose, **flags)
    plan = plan_init(path, close_gaps=close_gaps, system=system or "")
    for planned in plan.files:
        click.echo(planned.diff(), nl=False)
    for kept in plan.kept:
        click.echo(visible(f"kept: {kept}"), err=True)
    for note in plan.notes:
        click.echo(visible(f"by hand: {note}"), err=True)
    if close_gaps:
        said = ", ".join(plan.closes) or "none"
        click.echo(f"closes: {said}", err=True)
    if not plan.files:
        click.echo("nothing to write", err=True)
        return 0
    if dry_run or not (yes or _agreed(len(plan.files))):
        why = "" if dry_run else " (--yes writes)"
        click.echo(f"nothing was written{why}", err=True)
        return 0
    write_plan(path, plan)
    for planned in plan.files:
        click.echo(visible(f"wrote {planned.path}: {planned.why}"), err=True)
    return 0


def _agreed(number: int) -> bool:
    """Ask at a terminal; elsewhere nobody can agree."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    return click.confirm(f"Write {number} file{'s' if number > 1 else ''}?", err=True)
