"""``hullmark policy``: list, explain and test the policies of the gate."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hullmark.cli.options import configured, general_flags
from hullmark.cli.output import print_test_report
from hullmark.report.visible import visible

if TYPE_CHECKING:
    from hullmark.config.settings import Settings
    from hullmark.gate.record import Policies

_path = click.Path(path_type=Path)
_folders = click.option(
    "--policies", "gate_paths", multiple=True, type=_path, help="Folder of own policies."
)


@click.group("policy")
def COMMAND() -> None:  # noqa: N802 - the name every verb's command has
    r"""List, explain and test the policies by which the gate judges.

    \b
    Examples:
      hullmark policy list
      hullmark policy explain HM-GATE-0009
      hullmark policy test policies/
    """


@COMMAND.command("list")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(("table", "json")),
    default="table",
    help="What goes to standard output.",
)
@_folders
@general_flags
def list_policies(
    *,
    format_name: str,
    gate_paths: tuple[Path, ...],
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001
) -> None:
    """Show every policy: id, whether it judges as things are set, title."""
    from hullmark.gate.policies import chosen_policies  # noqa: PLC0415 - only here
    from hullmark.pipeline.verdict import gate_settings  # noqa: PLC0415

    policies, settings = _loaded(gate_paths, config_file, verbose)
    if format_name == "json":
        import msgspec  # noqa: PLC0415 - only here

        click.echo(msgspec.json.format(msgspec.json.encode(policies.policies)).decode())
        return
    chosen = {each.id for each in chosen_policies(policies, gate_settings(settings))}
    for each in policies.policies:
        state = "on" if each.id in chosen else "off"
        click.echo(visible(f"{each.id:<14}{state:<5}{each.severity.value:<11}{each.title}"))
    click.echo(f"{len(policies.policies)} policies, {len(chosen)} on", err=True)


@COMMAND.command("explain")
@click.argument("name", metavar="POLICY")
@_folders
@general_flags
def explain(
    name: str,
    *,
    gate_paths: tuple[Path, ...],
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001
) -> None:
    """Say what a policy is about, why, what turns it on and what to do; by id or name."""
    from hullmark.gate.policies import load_policy  # noqa: PLC0415 - only here
    from hullmark.rego.examples import load_examples  # noqa: PLC0415

    policies, _ = _loaded(gate_paths, config_file, verbose)
    policy = load_policy(policies, name)
    lines = [f"{policy.id}  {policy.title}", f"{policy.name}, {policy.path}", ""]
    lines += [policy.description, ""] if policy.description else []
    profiles = [each for each, ids in policies.profiles.items() if policy.id in ids]
    if profiles:
        lines.append(f"On in: {', '.join(profiles)}")
    if policy.settings:
        lines.append(f"Turned on by: {', '.join(policy.settings)}")
    if not policy.custom and not profiles:
        lines.append(f'Always on with: [gate] deny = ["{policy.name.replace("_", "-")}"]')
    if policy.remediation:
        lines += ["", f"What to do: {policy.remediation}"]
    for example in load_examples(policy.path):
        if example.number == 1:
            lines += ["", "Fails:" if example.label == "bad" else "Passes:"]
            lines += [f"    {line}" for line in example.text.strip().splitlines()]
    lines += [f"See {reference}" for reference in policy.references]
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
    """Run tests (*_test.rego) and examples of policies; without a path, of all that are set."""
    from hullmark.pipeline.policy_tests import run_policy_tests  # noqa: PLC0415 - only here

    settings = configured(config_file=config_file, verbose=verbose).settings
    return print_test_report(run_policy_tests(paths or settings.gate_paths))


def _loaded(
    gate_paths: tuple[Path, ...], config_file: Path | None, verbose: int
) -> "tuple[Policies, Settings]":
    from hullmark.gate.policies import load_policies  # noqa: PLC0415 - only here

    flags = {"gate_paths": gate_paths or None}
    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    policies = load_policies(settings.gate_paths)
    for problem in policies.problems:
        click.echo(visible(problem.message), err=True)
    return policies, settings
