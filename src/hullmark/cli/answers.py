"""What the verbs that ask the store have in common: flags, times, JSON."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import click

from hullmark.report.visible import visible

_Function = TypeVar("_Function", bound=Callable[..., Any])
_RANKS = ("unknown", "negligible", "low", "medium", "high", "critical")


def format_flag(function: _Function) -> _Function:
    """Add ``--format table|json``."""
    return click.option(
        "--format",
        "format_name",
        type=click.Choice(("table", "json")),
        default="table",
        help="What goes to standard output. [default: table]",
    )(function)


def print_answer(value: object) -> None:
    """Write an answer as JSON; times as ISO 8601, severities as words."""
    import json  # noqa: PLC0415 - only where it is asked for

    import msgspec  # noqa: PLC0415

    click.echo(json.dumps(_told(msgspec.to_builtins(value)), indent=2, ensure_ascii=False))


def say(line: str) -> None:
    """Write one line for people; what is not printable is shown as such."""
    click.echo(visible(line))


def day(seconds: int | None) -> str:
    """Return a time to the minute."""
    if seconds is None:
        return "-"
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M")


def severity(rank: int) -> str:
    """Return the word for a rank."""
    return _RANKS[rank] if 0 <= rank < len(_RANKS) else "unknown"


def short(digest: str | None) -> str:
    """Return as much of a digest as names it."""
    return digest[:19] if digest else "-"


def _told(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {str(key): _told(held, str(key)) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [_told(each, name) for each in value]
    if isinstance(value, int) and not isinstance(value, bool):
        if name == "at" or name.endswith("_at"):
            return datetime.fromtimestamp(value, UTC).isoformat().replace("+00:00", "Z")
        if name == "severity":
            return severity(value)
    return value
