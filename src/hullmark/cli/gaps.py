"""``hullmark gaps``: what a repository's own pipeline leaves undone."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hullmark.cli.options import configured, general_flags
from hullmark.cli.output import print_document
from hullmark.kernel.space import write_whole
from hullmark.report.audit.write import AUDIT_FORMATS, audit_format_of, write_audit
from hullmark.report.visible import visible

if TYPE_CHECKING:
    from hullmark.model.audit import PipelineAudit

_FORMATS = (*AUDIT_FORMATS, "sarif")


@click.command("gaps")
@click.argument("path", default=".", metavar="[PATH]", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_name",
    type=click.Choice(_FORMATS),
    default="table",
    help="What goes to standard output. [default: table]",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="[FORMAT=]PATH",
    help="Also write a file; the format follows from the suffix (.json, .sarif, .md, .txt). "
    "Repeatable.",
)
@click.option(
    "--fail-on",
    type=click.Choice(("low", "medium", "high")),
    help="Exit with 10 where a gap is this severe or worse. Without it gaps are only reported; "
    "a file of the pipeline that could not be read makes it exit with 11 either way.",
)
@general_flags
def COMMAND(  # noqa: N802 - the name every verb's command has
    path: Path,
    *,
    format_name: str,
    outputs: tuple[str, ...],
    fail_on: str | None,
    config_file: Path | None,
    verbose: int,
    quiet: bool,
    **flags: Any,
) -> int:
    r"""Audit the pipeline that the repository at PATH already has.

    Workflows, GitLab files, Makefiles and the scripts that they call are read and followed, not
    run. The table says of every image who builds it, who scans it, on which events, what is
    written and uploaded, and whether a finding stops anything. Below it stands what is missing,
    with file, line and remedy; what cannot be worked out is said to be unknown.

    \b
    Examples:
      hullmark gaps
      hullmark gaps . --format markdown > gaps.md
      hullmark gaps . --fail-on high -o gaps.sarif
    """
    from hullmark.gate.judge import exit_status  # noqa: PLC0415 - start-up
    from hullmark.pipeline.gaps import find_gaps, verdict_of_audit  # noqa: PLC0415

    configured(config_file=config_file, verbose=verbose, **flags)
    files = [_output(output) for output in outputs]
    found = find_gaps(path)
    rendered = [(target, _write(found, name)) for name, target in files]
    for target, content in rendered:
        write_whole(target, content)
    print_document(_write(found, format_name))
    verdict = verdict_of_audit(found, fail_on=fail_on)
    if not quiet:
        for issue in found.issues:
            click.echo(visible(f"not read: {issue.cause} ({issue.code})"), err=True)
    return exit_status(verdict)


def _write(found: "PipelineAudit", format_name: str) -> bytes:
    if format_name != "sarif":
        return write_audit(found, format_name)
    from hullmark.pipeline.gaps import result_of_audit  # noqa: PLC0415 - start-up
    from hullmark.report.formats import write  # noqa: PLC0415

    return write(result_of_audit(found), "sarif")


def _output(output: str) -> tuple[str, Path]:
    name, equals, path = output.partition("=")
    if equals and name in _FORMATS and path:
        return name, Path(path)
    found = audit_format_of(output)
    if found is None:
        raise click.UsageError(
            f"'{output}' does not say its format; use .json, .sarif, .md, .txt or FORMAT=PATH"
        )
    return found, Path(output)
