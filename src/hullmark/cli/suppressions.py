"""``hullmark suppressions``: look after the file of accepted findings."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hullmark.cli.options import configured, general_flags
from hullmark.report.visible import visible

if TYPE_CHECKING:
    from hullmark.model.suppression import Suppression

_path = click.Path(path_type=Path)
_SCANNERS = ("trivy", "grype", "snyk", "hadolint", "checkov", "gitleaks", "dockle")
_file = click.option(
    "--suppressions",
    type=_path,
    metavar="FILE",
    help="File of accepted findings. [default: .hullmark/suppressions.toml, looked for upward]",
)
_results = click.option(
    "--result",
    "results",
    multiple=True,
    type=_path,
    metavar="FILE",
    help="JSON result whose findings entries are held against. Repeatable.",
)
_EXIT = {True: 10, False: 0}
"""Something is wrong with an entry, or nothing is."""


@click.group("suppressions")
def COMMAND() -> None:  # noqa: N802 - the name every verb's command has
    """Lint, list, compile and import accepted findings."""


@COMMAND.command("lint")
@_results
@click.option(
    "--format", "format_name", type=click.Choice(("text", "json")), default="text", help="Output."
)
@_file
@general_flags
def lint(
    *,
    results: tuple[Path, ...],
    format_name: str,
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001
    **flags: Any,
) -> int:
    r"""Say which entries are unused, expired, not needed any more, or too broad.

    Every remark names file and line. Without a --result, unused and now-fixable cannot be told.

    \b
    Examples:
      hullmark suppressions lint
      hullmark suppressions lint --result result.json

    The exit status is 10 where there is any remark but that an entry ends soon.
    """
    from hullmark.pipeline.suppressions import lint_suppressions, load_entries  # noqa: PLC0415

    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    file, entries = load_entries(settings)
    remarks = lint_suppressions(entries, results)
    if format_name == "json":
        import msgspec  # noqa: PLC0415 - only here

        click.echo(msgspec.json.format(msgspec.json.encode(remarks)).decode())
    else:
        for each in remarks:
            click.echo(visible(f"{each.source}: {each.kind}: {each.message}"))
        click.echo(f"{file}: {len(entries)} entries, {len(remarks)} remarks", err=True)
    return _EXIT[any(each.kind != "expires-soon" for each in remarks)]


@COMMAND.command("list")
@_file
@general_flags
def list_entries(
    *,
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001
    **flags: Any,
) -> None:
    """Show every entry: what it accepts, who decided, until when, and whether it holds."""
    from hullmark.kernel import clock  # noqa: PLC0415 - not for --help
    from hullmark.merge.suppressions import problem_of  # noqa: PLC0415
    from hullmark.pipeline.suppressions import load_entries  # noqa: PLC0415

    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    for entry in load_entries(settings)[1]:
        problem = problem_of(entry, today=clock.now().date())
        until = entry.expires.isoformat() if entry.expires else "no expiry"
        click.echo(visible(f"{entry.source}: {_what(entry)}"))
        click.echo(visible(f"    {entry.reason or 'no reason'} ({entry.owner or 'no owner'})"))
        click.echo(visible(f"    not applied: {problem}" if problem else f"    until {until}"))


@COMMAND.command("compile")
@click.option(
    "--for",
    "scanners",
    multiple=True,
    type=click.Choice(_SCANNERS),
    help="Scanner to write for. Repeatable. [default: all]",
)
@click.option(
    "-o",
    "--output",
    "folder",
    type=_path,
    default=Path(),
    metavar="FOLDER",
    help="Where the files go. [default: this folder]",
)
@click.option("--force", is_flag=True, help="Replace files that are there.")
@_results
@_file
@general_flags
def compile_(
    *,
    scanners: tuple[str, ...],
    folder: Path,
    force: bool,
    results: tuple[Path, ...],
    config_file: Path | None,
    verbose: int,
    quiet: bool,
    **flags: Any,
) -> None:
    r"""Write the entries into every scanner's own ignore file.

    .trivyignore.yaml, .grype.yaml, .snyk, .hadolint.yaml, .checkov.yaml, .gitleaksignore and
    .dockleignore. Entries that have expired or lack owner, reason or expiry are in none. What a
    form cannot hold is left out and said. A --result tells ids and lines that only a scanner
    knows.

    \b
    Examples:
      hullmark suppressions compile --for trivy --for grype
      hullmark suppressions compile --result result.json -o build/ignores
    """
    from hullmark.kernel.space import write_whole  # noqa: PLC0415 - not for --help
    from hullmark.pipeline.suppressions import compile_suppressions, load_entries  # noqa: PLC0415

    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    entries = load_entries(settings)[1]
    compiled = compile_suppressions(entries, scanners, settings=settings, results=results)
    standing = [folder / form.file for form in compiled if (folder / form.file).exists()]
    if standing and not force:
        raise click.UsageError(f"'{standing[0]}' is there; --force replaces it")
    folder.mkdir(parents=True, exist_ok=True)
    for form, held in compiled.items():
        write_whole(folder / form.file, held.content)
        click.echo(f"{folder / form.file}: {held.written} entries, {len(held.left)} left out")
        for left in () if quiet else held.left:
            click.echo(visible(f"  not in it: {left.entry.source}: {left.reason}"), err=True)


@COMMAND.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=_path)
@click.option("--scanner", type=click.Choice(_SCANNERS), help="Whose files they are.")
@click.option("--owner", default="", help="Owner of entries that name none.")
@click.option("--reason", default="", help="Reason of entries that give none.")
@click.option(
    "--expires",
    type=click.DateTime(("%Y-%m-%d",)),
    metavar="DATE",
    help="Last day of entries without one.",
)
@click.option(
    "-o", "--output", type=_path, metavar="FILE", help="Add to this file. [default: print]"
)
@general_flags
def import_(  # noqa: PLR0913 - one parameter per flag is what click asks for
    files: tuple[Path, ...],
    *,
    scanner: str | None,
    owner: str,
    reason: str,
    expires: Any,
    output: Path | None,
    config_file: Path | None,  # noqa: ARG001
    verbose: int,  # noqa: ARG001
    quiet: bool,
    **_flags: Any,
) -> None:
    r"""Read scanners' own ignore files as entries of ours.

    \b
    Example:
      hullmark suppressions import .trivyignore.yaml .snyk --owner web --expires 2027-06-30

    An entry without owner, reason or expiry is written and will not be applied; which, is said.
    """
    from msgspec.structs import replace  # noqa: PLC0415 - not for --help

    from hullmark.config.suppression_file import read_suppressions  # noqa: PLC0415
    from hullmark.kernel.space import write_whole  # noqa: PLC0415
    from hullmark.pipeline.suppressions import import_suppressions, to_toml  # noqa: PLC0415

    until: date | None = expires.date() if expires else None

    def fill(entry: "Suppression") -> "Suppression":
        return replace(
            entry,
            owner=entry.owner or owner,
            reason=entry.reason or reason,
            expires=entry.expires or until,
        )

    entries = import_suppressions(files, scanner=scanner or "", fill=fill)
    bare = [each for each in entries if not (each.owner and each.reason and each.expires)]
    for each in () if quiet else bare:
        click.echo(visible(f"{each.source}: {_what(each)} lacks owner, reason or expiry"), err=True)
    if output is None:
        click.echo(to_toml(entries), nl=False)
        return
    held = read_suppressions(output) if output.exists() else ()
    known = {replace(each, source="") for each in held}
    fresh = [each for each in entries if replace(each, source="") not in known]
    before = _text(output).rstrip("\n") + "\n\n" if held else ""
    output.parent.mkdir(parents=True, exist_ok=True)
    write_whole(output, (before + to_toml(fresh)).encode())
    click.echo(f"{output}: {len(fresh)} entries added, {len(entries) - len(fresh)} were there")


def _text(file: Path) -> str:
    from hullmark.config.suppression_file import MOST_BYTES  # noqa: PLC0415 - not for --help

    with file.open(encoding="utf-8") as opened:
        return opened.read(MOST_BYTES)


def _what(entry: "Suppression") -> str:
    fields = ("kind", "id", "component", "path", "line", "image", "layer", "scanner")
    return ", ".join(f"{name} {getattr(entry, name)}" for name in fields if getattr(entry, name))
