"""``hullmark store``: look after the store of recorded scans."""

from pathlib import Path
from typing import Any

import click

from hullmark.cli.answers import day, format_flag, print_answer, say
from hullmark.cli.options import configured, general_flags, store_flags

_MB = 1_000_000


@click.group("store")
def COMMAND() -> None:  # noqa: N802 - the name every verb's command has
    """Check, move, prune and migrate the store of recorded scans.

    Every scan, import and aggregate is recorded unless --no-store is given: in a SQLite file of
    the state folder, or where [store] url in hullmark.toml says (a path, or postgresql://…).
    """


@COMMAND.command("status")
@format_flag
@store_flags
@general_flags
def status(
    *,
    format_name: str,
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001
    **flags: Any,
) -> None:
    """Say where the store is and what is in it."""
    from hullmark.pipeline.remembering.upkeep import describe  # noqa: PLC0415 - help answers at once

    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    found = describe(settings=settings)
    if format_name == "json":
        print_answer(found)
        return
    if not found.exists:
        say(f"{found.place} ({found.database}): nothing is recorded yet, and no store is there")
        return
    say(f"{found.place} ({found.database}, version {found.version})")
    click.echo(f"{found.size_bytes / _MB:,.1f} MB, scans from {day(found.first_at)} "
               f"to {day(found.last_at)}")  # fmt: skip
    for name, count in found.rows.items():
        click.echo(f"  {count:>12,}  {name.replace('_', ' ')}")


@COMMAND.command("check")
@format_flag
@store_flags
@general_flags
def check(
    *,
    format_name: str,
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001
    **flags: Any,
) -> int:
    """Read the whole store and say what is wrong with it; exit 1 where anything is."""
    from hullmark.pipeline.remembering.upkeep import check as look  # noqa: PLC0415 - see above

    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    found = look(settings=settings)
    if format_name == "json":
        print_answer({"problems": found})
    else:
        for each in found:
            say(each)
        click.echo(f"{len(found)} problems" if found else "the store is whole")
    return 1 if found else 0


@COMMAND.command("prune")
@click.option("--keep-days", type=click.IntRange(min=0), help="Keep scans younger than this.")
@click.option("--keep-scans", type=click.IntRange(min=1), help="Keep as many scans per image.")
@format_flag
@store_flags
@general_flags
def prune(
    *,
    keep_days: int | None,
    keep_scans: int | None,
    format_name: str,
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001
    **flags: Any,
) -> None:
    """Forget old scans and what only they had; the last scan of each image always stays."""
    from hullmark.pipeline.remembering.upkeep import forget  # noqa: PLC0415 - see above

    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    found = forget(settings=settings, keep_days=keep_days, keep_scans=keep_scans)
    if format_name == "json":
        print_answer(found)
        return
    click.echo(
        f"forgot {found.targets:,} scans of images, {found.images:,} images, {found.packages:,} "
        f"packages, {found.findings:,} findings; {found.bytes / _MB:,.1f} MB freed"
    )


@COMMAND.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@store_flags
@general_flags
def export(
    file: Path,
    *,
    config_file: Path | None,
    verbose: int,
    quiet: bool,
    **flags: Any,
) -> None:
    """Write everything to a new FILE, a SQLite store itself, out of either database."""
    from hullmark.pipeline.remembering.upkeep import export_to  # noqa: PLC0415 - see above

    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    count = export_to(file, settings=settings)
    if not quiet:
        click.echo(f"{count:,} scans exported", err=True)


@COMMAND.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@store_flags
@general_flags
def import_(
    file: Path,
    *,
    config_file: Path | None,
    verbose: int,
    quiet: bool,
    **flags: Any,
) -> None:
    """Read an export, or a SQLite store, into this store; what is there already stays."""
    from hullmark.pipeline.remembering.upkeep import import_from  # noqa: PLC0415 - see above

    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    moved = import_from(file, settings=settings)
    if not quiet:
        click.echo(f"{moved.scans:,} scans imported, {moved.skipped:,} were there", err=True)


@COMMAND.command("migrate")
@click.option("--to", "version", help="Version of the layout. [default: this program's]")
@store_flags
@general_flags
def migrate(
    *,
    version: str | None,
    config_file: Path | None,
    verbose: int,
    quiet: bool,
    **flags: Any,
) -> None:
    """Bring the store to a version of its layout; a copy of a SQLite store stays beside it."""
    from hullmark.pipeline.remembering.upkeep import migrate_to  # noqa: PLC0415 - see above

    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    now = migrate_to(version, settings=settings)
    if not quiet:
        click.echo(f"the store has version {now}", err=True)
