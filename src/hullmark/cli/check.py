"""``hullmark check``: check configuration files; list, explain, test and write checks."""

from pathlib import Path
from typing import Any

import click

from hullmark.cli.options import configured, general_flags, judgement_flags, report_flags
from hullmark.cli.output import parse_outputs, print_result, print_test_report, write_files
from hullmark.gate.judge import exit_status
from hullmark.report.visible import visible

_path = click.Path(path_type=Path)


class _Paths(click.Group):
    """A group that takes what is no verb of it for a path to check."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["files", *args]
        return super().parse_args(context, args)


@click.group("check", cls=_Paths, subcommand_metavar="PATH… | COMMAND")
def COMMAND() -> None:  # noqa: N802 - the name every verb's command has
    r"""Check configuration: Dockerfiles, compose files, Kubernetes manifests, image settings.

    \b
    Examples:
      hullmark check .                     everything with a usual name below this folder
      hullmark check Dockerfile -o x.sarif
      hullmark check explain HM-DF-0002    why, how to mend it, before and after
      hullmark check test policies         run the tests of an organisation's own checks
    """


@COMMAND.command("files", hidden=True)
@click.argument("paths", nargs=-1, required=True, type=_path, metavar="PATH…")
@report_flags
@click.option("--only", multiple=True, metavar="ID", help="Run this check alone. Repeatable.")
@click.option("--checks", "check_paths", multiple=True, type=_path, help="Folder of own checks.")
@click.option("--no-hadolint", is_flag=True, help="Do not ask hadolint, even if it is there.")
@judgement_flags
@general_flags
def files(  # noqa: PLR0913 - one parameter per flag is what click asks for
    paths: tuple[Path, ...],
    *,
    format_name: str,
    outputs: tuple[str, ...],
    only: tuple[str, ...],
    check_paths: tuple[Path, ...],
    no_hadolint: bool,
    limit: int | None,
    plain: bool,
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001
    **flags: Any,
) -> int:
    """Check files and folders."""
    from hullmark.pipeline.check import check  # noqa: PLC0415 - the other verbs need it not

    written = parse_outputs(outputs)
    flags["check_paths"] = check_paths or None
    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    result = check(paths, settings=settings, only=only, hadolint=not no_hadolint)
    write_files(result, written)
    print_result(result, format_name, plain=plain, limit=limit, show=("findings", "ledger"))
    return exit_status(result.verdict)


@COMMAND.command("list")
@click.option("--kind", help="Only checks of this kind, such as dockerfile.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(("table", "json")),
    default="table",
    help="What goes to standard output.",
)
@click.option("--checks", "check_paths", multiple=True, type=_path, help="Folder of own checks.")
@general_flags
def list_checks(
    *,
    kind: str | None,
    format_name: str,
    check_paths: tuple[Path, ...],
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001
) -> None:
    """Show every check: id, severity, title."""
    bundle = _bundle(check_paths, config_file, verbose)
    chosen = [each for each in bundle.checks if kind in (None, each.kind)]
    if format_name == "json":
        import msgspec  # noqa: PLC0415 - only here

        click.echo(msgspec.json.format(msgspec.json.encode(chosen)).decode())
        return
    for each in chosen:
        click.echo(visible(f"{each.id:<12}{each.severity.value:<11}{each.title}"))
    click.echo(f"{len(chosen)} checks", err=True)


@COMMAND.command("explain")
@click.argument("check_id", metavar="ID")
@click.option("--checks", "check_paths", multiple=True, type=_path, help="Folder of own checks.")
@general_flags
def explain(
    check_id: str,
    *,
    check_paths: tuple[Path, ...],
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001
) -> None:
    """Say what a check is about, why, and how to mend it; other scanners' ids do too."""
    from hullmark.rego.examples import load_examples  # noqa: PLC0415 - only here

    check = _bundle(check_paths, config_file, verbose).load(check_id)
    lines = [f"{check.id}  {check.title}", f"severity {check.severity.value}, {check.kind}", ""]
    lines += [check.description, "", f"What to do: {check.remediation}", ""]
    for example in load_examples(check.path):
        if example.number == 1:
            lines += [f"{'Before' if example.label == 'bad' else 'After'}:"]
            lines += [f"    {line}" for line in example.text.rstrip().splitlines()] + [""]
    if check.controls:
        lines.append(f"Controls: {', '.join(check.controls)}")
    for scanner, ids in sorted(check.equivalents.items()):
        lines.append(f"The same in {scanner}: {', '.join(ids)}")
    lines += [f"See {reference}" for reference in check.references]
    click.echo("\n".join(visible(line) for line in lines))


@COMMAND.command("test")
@click.argument("paths", nargs=-1, type=_path, metavar="[PATH…]")
@general_flags
def test(
    paths: tuple[Path, ...],
    *,
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001
) -> int:
    """Run the tests (*_test.rego) and examples of checks; without a path, of all that are set."""
    from hullmark.pipeline.check_tests import run_check_tests  # noqa: PLC0415 - only here

    settings = configured(config_file=config_file, verbose=verbose).settings
    return print_test_report(run_check_tests(paths or settings.check_paths))


@COMMAND.command("new")
@click.argument("check_id", metavar="ID")
@click.option(
    "--kind",
    type=click.Choice(("dockerfile", "image", "compose", "kubernetes")),
    help="What it checks; by default the id says it.",
)
@click.option("--folder", type=_path, default=Path("policies"), help="Where. [default: policies]")
def new(check_id: str, *, kind: str | None, folder: Path) -> None:
    """Write rule, test and examples of a new check such as ACME-DF-0001."""
    from hullmark.checks.scaffold import scaffold  # noqa: PLC0415 - only here

    for path in scaffold(folder, check_id, kind=kind or ""):
        click.echo(visible(str(path)))


def _bundle(check_paths: tuple[Path, ...], config_file: Path | None, verbose: int) -> Any:
    from hullmark.checks.bundle import load_bundle  # noqa: PLC0415 - only for some verbs

    settings = configured(config_file=config_file, verbose=verbose).settings
    bundle = load_bundle(check_paths or settings.check_paths)
    for problem in bundle.problems:
        click.echo(visible(problem.message), err=True)
    return bundle
