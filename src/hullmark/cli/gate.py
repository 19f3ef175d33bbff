"""``hullmark gate``: judge results by policies."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hullmark.cli.options import configured, general_flags
from hullmark.cli.output import print_document
from hullmark.config.settings import LEVELS, PROFILES
from hullmark.gate.judge import exit_status
from hullmark.report.visible import visible

if TYPE_CHECKING:
    from hullmark.pipeline.gate import Judgement

_path = click.Path(path_type=Path)
_SHOWN = 10


@click.command("gate")
@click.argument("files", nargs=-1, required=True, metavar="RESULT…", type=_path)
@click.option("--profile", type=click.Choice(PROFILES), help="What fails. [default: balanced]")
@click.option(
    "--fail-on", type=click.Choice(LEVELS), help="Fail on any finding of this severity or worse."
)
@click.option(
    "--policies",
    "gate_paths",
    multiple=True,
    type=_path,
    metavar="FOLDER",
    help="Folder with own policies in Rego. Repeatable.",
)
@click.option(
    "--require",
    "gate_require",
    multiple=True,
    metavar="SCANNER",
    help="A scanner that must have looked at every target. Repeatable.",
)
@click.option(
    "--engine",
    "gate_engine",
    type=click.Choice(("regopy", "opa")),
    help="What judges. [default: regopy]",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(("text", "json")),
    default="text",
    help="What goes to standard output.",
)
@click.option(
    "-o",
    "--output",
    type=_path,
    metavar="FILE",
    help="Also write the verdict as JSON.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=_SHOWN,
    help="Findings shown per policy; 0 for all. [default: 10]",
)
@general_flags
def COMMAND(  # noqa: N802 - the name every verb's command has
    files: tuple[Path, ...],
    *,
    format_name: str,
    output: Path | None,
    limit: int,
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001 - there is no progress to silence
    **flags: Any,
) -> int:
    r"""Judge results of scan, import and aggregate (-o result.json) by policies.

    \b
    Examples:
      hullmark gate result.json
      hullmark gate web.json api.json --profile strict --require trivy --require native
      hullmark gate result.json --policies policies/ --format json

    Thresholds stand in [gate] of hullmark.toml; 'hullmark policy list' shows every policy.
    A file of another version, and a policy that cannot be evaluated, make it incomplete.
    """
    from hullmark.pipeline.gate import gate  # noqa: PLC0415 - not for --help

    for name in ("gate_paths", "gate_require"):
        flags[name] = flags[name] or None
    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    judgement = gate(files, settings=settings)
    if output is not None:
        from hullmark.kernel.space import write_whole  # noqa: PLC0415 - only where it is asked for

        write_whole(output, _document(judgement))
    if format_name == "json":
        print_document(_document(judgement))
    else:
        click.echo("\n".join(_lines(judgement, limit)))
    return exit_status(judgement.verdict)


def _document(judgement: "Judgement") -> bytes:
    import msgspec  # noqa: PLC0415 - only here

    return msgspec.json.format(msgspec.json.encode(judgement)) + b"\n"


def _lines(judgement: "Judgement", limit: int) -> list[str]:
    verdict = judgement.verdict
    lines = [f"{verdict.status.upper()}  by the profile {verdict.profile}"]
    shown = 0
    hidden = 0
    for reason in verdict.reasons:
        if reason.finding is None:
            lines += _more(hidden)
            shown = hidden = 0
            place = f"  ({reason.file})" if reason.file else ""
            lines.append(visible(f"  {reason.policy}  {reason.message}{place}"))
            if reason.fix:
                lines.append(visible(f"      {reason.fix}"))
            continue
        shown += 1
        if limit and shown > limit:
            hidden += 1
            continue
        place = f"  ({reason.file})" if reason.file else ""
        lines.append(visible(f"    {reason.message}{place}"))
        if reason.fix:
            lines.append(visible(f"      {reason.fix}"))
    return lines + _more(hidden)


def _more(hidden: int) -> list[str]:
    return [f"    and {hidden} more; --limit 0 shows all"] if hidden else []
