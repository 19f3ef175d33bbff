"""``hullmark when``: when a finding appeared and went."""

from pathlib import Path
from typing import Any

import click

from hullmark.cli.answers import day, format_flag, print_answer, say, severity, short
from hullmark.cli.options import configured, general_flags, store_flags


@click.command("when")
@click.argument("finding")
@format_flag
@store_flags
@general_flags
def COMMAND(  # noqa: N802
    finding: str,
    *,
    format_name: str,
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001 - it says nothing beside its answer
    **flags: Any,
) -> int:
    r"""Say when a FINDING appeared, by which scan, commit and layer, and when and why it went.

    FINDING is an id of the flaw (CVE, GHSA, a check) or the beginning of a fingerprint.

    \b
    Examples:
      hullmark when CVE-2023-45853
      hullmark when 5f2a9c01 --format json
    """
    from hullmark.pipeline.remembering.when import when  # noqa: PLC0415 - help answers at once

    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    lives = when(finding, settings=settings)
    if format_name == "json":
        print_answer(lives)
        return 0
    for life in lives:
        state = "open" if life.is_open else "gone"
        say(f"{life.identifier} in {life.component} {life.version}  {life.lineage}  ({state})")
        say(f"  fingerprint  {life.fingerprint}")
        if life.path:
            layer = f"  (layer {life.layer_index} {short(life.layer)})" if life.layer else ""
            say(f"  at           {life.path}{layer}")
        if life.instruction:
            say(f"  made by      {life.instruction}")
        for event in life.events:
            scan = event.scan
            where = f"  scan #{scan.scan} of {scan.target}" if scan else "  (scan pruned)"
            commit = f", commit {scan.commit[:12]}" if scan and scan.commit else ""
            why = f"  because of {event.cause}" if event.cause else ""
            accepted = ", suppressed" if event.suppressed else ""
            say(f"  {event.what:12} {day(event.at)}  {severity(event.severity)}{accepted}"
                f"{where}{commit}{why}")  # fmt: skip
    return 0
