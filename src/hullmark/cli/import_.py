"""``hullmark import``: read reports of other scanners."""

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
from hullmark.cli.output import parse_outputs, print_result, say_warning, write_files
from hullmark.gate.judge import exit_status
from hullmark.pipeline.import_reports import import_reports
from hullmark.pipeline.remembering.memory import remember


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--as", "name", default="", metavar="NAME", help="Whose image the reports are about.")
@click.option(
    "--scanner", default="", metavar="NAME", help="Who wrote the files, where they do not say it."
)
@click.option(
    "--merge/--no-merge",
    "merging",
    default=True,
    help="Join what is one problem, or give one finding per reported result. [default: merge]",
)
@report_flags
@record_flags
@judgement_flags
@general_flags
def COMMAND(  # noqa: N802, PLR0913 - one parameter per flag is what click asks for
    files: tuple[Path, ...],
    *,
    name: str,
    scanner: str,
    merging: bool,
    format_name: str,
    outputs: tuple[str, ...],
    limit: int | None,
    plain: bool,
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001 - there is no progress to silence
    **flags: Any,
) -> int:
    r"""Read reports of other scanners, whatever scanner and format.

    What a file is, is told by its contents: reports of some sixty scanners in JSON, lines of
    JSON, XML, CSV or text, any SARIF, CycloneDX, SPDX, CSAF and OpenVEX.

    \b
    Examples:
      hullmark import trivy.json grype.json --as shop/web
      hullmark import report.sarif --no-merge --format json
      hullmark import *.json --fail-on high -o all.sarif

    The exit status is 0 however many findings there are, unless --fail-on, --profile or --new-only
    asks for a verdict. Secrets in reports are kept as a keyed hash and shown masked.
    """
    files_out = parse_outputs(outputs)
    judged = any(flags.get(each) for each in ("fail_on", "profile", "new_only"))
    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    result = import_reports(files, settings=settings, name=name, scanner=scanner, merging=merging)
    result = remember(result, settings=settings, command="import", warn=say_warning, evidence=files)
    write_files(result, files_out)
    print_result(result, format_name, plain=plain, limit=limit)
    return exit_status(result.verdict) if judged else 0
