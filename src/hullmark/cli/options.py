"""Flags that several verbs share, and the settings they become."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from hullmark.config.load import load_settings
from hullmark.config.settings import LEVELS, PROFILES, Configured
from hullmark.kernel import log
from hullmark.report.formats import FORMATS

_Function = TypeVar("_Function", bound=Callable[..., Any])

_SETTINGS = (
    click.option(
        "--db",
        "database",
        type=click.Path(path_type=Path),
        help="Advisory database to use. [default: the one in the state folder]",
    ),
    click.option("--platform", help="Platform to read: os/arch[/variant], such as linux/arm64."),
    click.option(
        "--all-platforms", is_flag=True, default=None, help="Read every platform of an image."
    ),
    click.option(
        "--insecure",
        is_flag=True,
        default=None,
        help="Allow plain HTTP to registries that are not on this machine.",
    ),
    click.option(
        "--ca-file",
        type=click.Path(path_type=Path),
        help="PEM file of a private certificate authority.",
    ),
    click.option(
        "--verify-key",
        type=click.Path(path_type=Path),
        help="PEM public key that signatures of images and their bases are held against.",
    ),
    click.option("--timeout", "timeout_s", type=float, help="Seconds a server may stay silent."),
    click.option("--workers", type=int, help="Layers read at once. [default: one per processor]"),
)
_JUDGEMENT = (
    click.option(
        "--profile",
        type=click.Choice(PROFILES),
        help="What fails a scan: critical with a fix (balanced, the default), high or exploited "
        "(strict), nothing (observe).",
    ),
    click.option(
        "--fail-on",
        type=click.Choice(LEVELS),
        help="Fail on any finding of this severity or worse, fixable or not.",
    ),
    click.option(
        "--vex",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="VEX document to apply: OpenVEX, CSAF or CycloneDX. Repeatable.",
    ),
    click.option(
        "--suppressions",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="File of accepted findings. [default: .hullmark/suppressions.toml, looked for upward]",
    ),
    click.option(
        "--baseline",
        type=click.Path(path_type=Path),
        metavar="FILE|store",
        help="Earlier JSON result to compare with, or the last one recorded: what is new, changed "
        "and gone, and why.",
    ),
    click.option(
        "--new-only",
        is_flag=True,
        default=None,
        help="Fail only for what is new since the baseline and caused by code or base image.",
    ),
    click.option(
        "--stale-days", type=int, help="Age from which advisory data is stale. [default: 7]"
    ),
)
_REPORT = (
    click.option(
        "--format",
        "format_name",
        type=click.Choice(("table", *FORMATS)),
        default="table",
        help="What goes to standard output.",
    ),
    click.option(
        "-o",
        "--output",
        "outputs",
        multiple=True,
        metavar="[FORMAT=]PATH",
        help="Also write a file; the format follows from the suffix (.json, .sarif, .cdx.json, "
        ".spdx.json, .md, .html, .pdf, .csv, .junit.xml, .gitlab.json, .openvex.json). Repeatable.",
    ),
    click.option(
        "--limit", type=click.IntRange(min=0), help="Rows per part; 0 for all. [default: 10]"
    ),
    click.option("--plain", is_flag=True, help="No color, whatever the terminal can do."),
)
_STORE = (
    click.option(
        "--store",
        "store_url",
        metavar="PATH|URL",
        help="Store of recorded scans. [default: store.db in the state folder]",
    ),
)
_RECORD = (
    *_STORE,
    click.option(
        "--no-store",
        "store_record",
        flag_value=False,
        type=bool,
        default=None,
        help="Do not record the result in the store.",
    ),
)
_EVERYWHERE = (
    click.option(
        "--config", "config_file", type=click.Path(path_type=Path), help="Settings file to use."
    ),
    click.option("-v", "--verbose", count=True, help="Log to standard error; -vv for all of it."),
    click.option("-q", "--quiet", is_flag=True, help="No progress, no remarks."),
)


def image_flags(function: _Function) -> _Function:
    """Add the flags that say where images come from."""
    return _add(function, _SETTINGS)


def judgement_flags(function: _Function) -> _Function:
    """Add the flags that say what fails."""
    return _add(function, _JUDGEMENT)


def report_flags(function: _Function) -> _Function:
    """Add the flags that say how a result is told."""
    return _add(function, _REPORT)


def store_flags(function: _Function) -> _Function:
    """Add the flag that says which store is asked."""
    return _add(function, _STORE)


def record_flags(function: _Function) -> _Function:
    """Add the flags that say where a result is recorded, or that it is not."""
    return _add(function, _RECORD)


def general_flags(function: _Function) -> _Function:
    """Add the flags of every verb."""
    return _add(function, _EVERYWHERE)


def configured(*, config_file: Path | None, verbose: int, **flags: Any) -> Configured:
    """Turn logging on as asked and return the settings of this run."""
    if verbose:
        import sys  # noqa: PLC0415 - rare

        log.configure(verbosity=verbose, json_lines=not sys.stderr.isatty())
    return load_settings(flags, config_file=config_file)


def _add(function: _Function, options: tuple[Callable[[_Function], _Function], ...]) -> _Function:
    for option in reversed(options):
        function = option(function)
    return function
