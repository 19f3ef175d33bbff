"""``hullmark aggregate``: join reports of many scanners over many images."""

from pathlib import Path
from typing import Any

import click

from hullmark.cli.options import (
    configured,
    general_flags,
    judgement_flags,
    record_flags,
    report_flags,
)
from hullmark.cli.output import (
    parse_outputs,
    print_result,
    say_warning,
    write_files,
    write_for_github,
)
from hullmark.gate.judge import exit_status
from hullmark.model.ledger import Status
from hullmark.pipeline.aggregate import aggregate
from hullmark.pipeline.remembering.memory import remember


@click.command("aggregate")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--as", "name", default="", metavar="NAME", help="Whose image the reports are about.")
@report_flags
@click.option(
    "--db",
    "database",
    type=click.Path(path_type=Path),
    help="Advisory database that knows which ids are of one flaw.",
)
@click.option(
    "--for",
    "audience",
    type=click.Choice(("github",)),
    help="Shape the SARIF files for code scanning: as many as its limits ask for "
    "(NAME.sarif, NAME.2.sarif, …) and NAME.left-out.json beside them.",
)
@record_flags
@judgement_flags
@general_flags
def COMMAND(  # noqa: N802, PLR0913 - one parameter per flag is what click asks for
    files: tuple[Path, ...],
    *,
    name: str,
    format_name: str,
    outputs: tuple[str, ...],
    audience: str | None,
    limit: int | None,
    plain: bool,
    config_file: Path | None,
    verbose: int,
    quiet: bool,
    **flags: Any,
) -> int:
    r"""Join what is one problem in reports of any scanners over any images.

    SARIF and native reports in any mix. Reports are about one image when they share a digest, or
    when --as says so. Equal ids, aliases that the advisory database knows, and one component in
    whatever spelling make one finding; every source is kept.

    \b
    Examples:
      hullmark aggregate trivy.json grype.json clair.json --as shop/web -o merged.sarif
      hullmark aggregate reports/*.sarif -o merged.sarif -o merged.json
      hullmark aggregate reports/* -o merged.sarif --for github

    Where every reported result went is printed, and adds up. The exit status is 0 however many
    findings there are, unless --fail-on, --profile or --new-only asks for a verdict.
    """
    files_out = parse_outputs(outputs)
    judged = any(flags.get(each) for each in ("fail_on", "profile", "new_only"))
    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    result = aggregate(files, settings=settings, name=name)
    result = remember(
        result, settings=settings, command="aggregate", warn=say_warning, evidence=files
    )
    if audience:
        write_for_github(result, [path for form, path in files_out if form == "sarif"])
        files_out = [(form, path) for form, path in files_out if form != "sarif"]
    write_files(result, files_out)
    for row in result.ledger:
        if row.status in {Status.FAILED, Status.STARTER} or (row.check == "merge" and not quiet):
            target = f"{row.target}: " if row.target else ""
            click.echo(f"{target}{row.reason}", err=True)
    print_result(result, format_name, plain=plain, limit=limit)
    return exit_status(result.verdict) if judged else 0
