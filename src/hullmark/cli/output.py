"""Where a result goes: standard output, and files that appear whole or not at all."""

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hullmark.kernel.space import replacing, write_whole
from hullmark.model.scan import ScanResult
from hullmark.report.formats import FORMATS, format_of, write, write_pieces

if TYPE_CHECKING:
    from hullmark.rego.testing import TestReport
    from hullmark.report.terminal.screen import Section

_WIDTH = 100
"""Columns where there is no terminal to ask."""


def parse_outputs(outputs: tuple[str, ...]) -> list[tuple[str, Path]]:
    """Return format and path of each ``-o FORMAT=PATH`` or ``-o PATH``.

    Raises:
        UsageError: The format is unknown or cannot be told from the suffix.
    """
    parsed = []
    for output in outputs:
        name, equals, path = output.partition("=")
        if equals and name in FORMATS and path:
            parsed.append((name, Path(path)))
        elif equals and path and "/" not in name and "." not in name:
            known = ", ".join(FORMATS)
            raise click.UsageError(f"unknown format '{name}' in -o; formats are: {known}")
        else:
            parsed.append((format_of(output), Path(output)))
    return parsed


def write_for_github(result: ScanResult, paths: list[Path]) -> None:
    """Write SARIF within code scanning's limits, in several files where one is too small.

    Raises:
        UsageError: No SARIF file was named.
    """
    from hullmark.report.sarif.github import github_logs, left_out  # noqa: PLC0415 - rare

    if not paths:
        raise click.UsageError("--for github shapes SARIF files; name one with -o NAME.sarif")
    logs = github_logs(result)
    aside = left_out(result)
    for path in paths:
        for number, log in enumerate(logs, 1):
            name = path if number == 1 else path.with_suffix(f".{number}{path.suffix}")
            write_whole(name, log)
        write_whole(path.with_suffix(".left-out.json"), aside)


def write_files(result: ScanResult, outputs: list[tuple[str, Path]]) -> None:
    """Write every file; none of them appears before all are rendered."""
    with ExitStack() as files:
        for name, path in outputs:
            files.enter_context(replacing(path)).writelines(write_pieces(result, name))


def print_result(
    result: ScanResult,
    format_name: str,
    *,
    plain: bool,
    limit: int | None,
    show: "tuple[Section, ...]" = (),
) -> None:
    """Write a result to standard output, as a table for people or as a document.

    Args:
        result: What to tell.
        format_name: ``table``, or one of the report formats.
        plain: No color, whatever the terminal can do.
        limit: Rows per part of the table; 0 for all, ``None`` for the usual number.
        show: Parts of the table; empty for the usual ones.
    """
    if format_name != "table":
        print_document(write(result, format_name))
        return
    from hullmark.report.terminal.screen import DEFAULT_LIMIT, DEFAULT_SECTIONS, render  # noqa: PLC0415 - documents do not need it

    text = render(
        result,
        width=terminal_width(),
        color=wants_color(plain=plain),
        show=show or DEFAULT_SECTIONS,
        limit=DEFAULT_LIMIT if limit is None else limit,
    )
    click.echo(text, nl=not text.endswith("\n"), color=True)


def print_document(content: bytes) -> None:
    """Write a rendered document to standard output, byte for byte."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    if not content.endswith(b"\n"):
        sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()


def print_test_report(report: "TestReport") -> int:
    """Tell how tests of checks or policies ended; return the exit code."""
    from hullmark.report.visible import visible  # noqa: PLC0415 - tests only

    for problem in report.problems:
        click.echo(visible(problem.message), err=True)
    for name in report.failed:
        click.echo(visible(f"failed  {name}"))
    click.echo(f"{report.passed} passed, {len(report.failed)} failed")
    return 1 if report.failed or report.problems else 0


def say_warning(remark: str) -> None:
    """Tell people in one line what does not touch the result."""
    from hullmark.report.visible import visible  # noqa: PLC0415 - only when something is wrong

    click.echo(visible(f"warning {remark}"), err=True)


def wants_color(*, plain: bool) -> bool:
    """Tell whether the table may use color: a terminal, and nobody said no."""
    if plain or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()


def terminal_width() -> int:
    """Return the columns to fill."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit() and int(columns):
        return int(columns)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _WIDTH
    except (OSError, ValueError):  # no terminal, or a stream without a file
        return _WIDTH
