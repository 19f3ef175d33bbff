"""``hullmark cache``: show, prune and clear what is kept of layers that were read."""

from pathlib import Path
from typing import Any

import click

from hullmark.cli.options import configured, general_flags
from hullmark.pipeline import cache
from hullmark.report.visible import visible

_MB = 1_000_000
_limit_flag = click.option(
    "--limit",
    "cache_limit",
    metavar="SIZE",
    help="Most bytes to keep, such as 500MB or 2GiB. [default: the setting cache_limit]",
)


@click.group("cache")
def COMMAND() -> None:  # noqa: N802 - the name every verb's command has
    """Keep what was read of layers, so that no layer is read twice.

    Scans fill it and hold it under the setting cache_limit. Removing any of it costs time and
    nothing else.
    """


@COMMAND.command("status")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(("table", "json")),
    default="table",
    help="What goes to standard output. [default: table]",
)
@general_flags
def status(
    *,
    format_name: str,
    config_file: Path | None,
    verbose: int,
    quiet: bool,  # noqa: ARG001
    **flags: Any,
) -> None:
    """Say where the cache is and what is in it."""
    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    found = cache.describe(settings)
    if format_name == "json":
        import json  # noqa: PLC0415 - only here

        import msgspec  # noqa: PLC0415

        document = {"enabled": settings.cache, **msgspec.to_builtins(found)}
        document["oldest_use_at"] = _moment(found.oldest_use_at)
        click.echo(json.dumps(document, indent=2))
        return
    off = "" if settings.cache else ", switched off by the setting cache"
    click.echo(visible(f"{found.folder}{off}"))
    click.echo(
        f"{found.entries:,} entries, {found.size_bytes / _MB:,.1f} of "
        f"{found.limit_bytes / _MB:,.1f} MB"
    )
    for kind, count in found.kinds.items():
        click.echo(visible(f"  {count:>9,}  {_KINDS.get(kind, kind)}"))
    if found.oldest_use_at is not None:
        click.echo(f"longest unused: since {_moment(found.oldest_use_at)}")


@COMMAND.command("prune")
@_limit_flag
@general_flags
def prune(*, config_file: Path | None, verbose: int, quiet: bool, **flags: Any) -> None:
    """Remove what was not used for longest until the limit holds."""
    settings = configured(config_file=config_file, verbose=verbose, **flags).settings
    _tell(cache.prune(settings), quiet=quiet)


@COMMAND.command("clear")
@general_flags
def clear(*, config_file: Path | None, verbose: int, quiet: bool, **flags: Any) -> None:
    """Remove everything, the key that entries are sealed with included."""
    configured(config_file=config_file, verbose=verbose, **flags)
    _tell(cache.clear(), quiet=quiet)


_KINDS = {
    "base": "lowest layers",
    "layer": "layers",
    "inventory": "images",
    "matched": "images with what is wrong with them",
    "text": "images with what they say of themselves",
    "secrets": "images with secrets",
    "checked": "images that were checked",
    "code": "versions of Hullmark",
}
"""Kind of entry → what one is, for people."""


def _tell(freed_bytes: int, *, quiet: bool) -> None:
    if not quiet:
        click.echo(f"{freed_bytes / _MB:,.1f} MB freed", err=True)


def _moment(seconds: float | None) -> str | None:
    """Return a time as people and programs read it."""
    if seconds is None:
        return None
    from datetime import UTC, datetime  # noqa: PLC0415 - rare

    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
