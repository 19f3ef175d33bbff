"""Reference pages say what the code says; no error, setting, verb or option is undocumented."""

import importlib
import re
import sys
from collections.abc import Iterator
from dataclasses import fields

import click

from hullmark.cli.main import hullmark
from hullmark.config.settings import Settings
from source_tree import REPOSITORY, source_files

sys.path.append(str(REPOSITORY / "scripts"))
reference = importlib.import_module("reference")
"""The generator: a script beside the package."""

FILE_ONLY = {
    "mirrors": "a table does not fit into a flag",
    "cache": "its flag is --no-cache",
    "check_paths": "a team's own rules belong to its settings file; `hullmark check` has --rules",
    "notify_urls": "addresses are secrets; they stand in a file or a variable",
    "notify_on": "its flag is --on of `hullmark notify`",
    "cache_limit": "it belongs to the machine, not to a run",
    **dict.fromkeys(
        ("scanner_programs", "scanner_config", "scanner_arguments", "scanner_data"),
        "a table does not fit into a flag",
    ),
    **dict.fromkeys(
        ("scanner_timeout", "scanner_memory", "scanner_budget", "scanner_processors"),
        "it belongs to the machine, not to a run",
    ),
    **dict.fromkeys(
        ("clair_url", "clair_issuer", "clair_layers", "tool_mirror", "tool_key"),
        "it belongs to the site, not to a run",
    ),
    **dict.fromkeys(
        (
            *("gate_paths", "gate_engine", "gate_deny", "gate_warn", "gate_off", "gate_require"),
            *("gate_sla", "gate_new", "gate_packages", "gate_forbid", "gate_base_days"),
            *("gate_base_allow", "gate_license_allow", "gate_license_deny"),
        ),
        "a team's rules belong to its settings file; `hullmark gate` has --profile and --fail-on",
    ),
    "checks_engine": "it belongs to the site, not to a run",
    "build_timeout": "it belongs to the machine, not to a run",
    "checks": "its flag is --no-checks",
    "secrets": "its flag is --no-secrets",
    "lock": "its flag is --lock of `hullmark lock`",
    "store_keep_days": "its flag is --keep-days of `hullmark store prune`",
}
"""Settings without a flag, each with its reason."""
CODE = re.compile(r"HM\d{4}")


def test_pages_are_up_to_date() -> None:
    """``make reference`` has been run after the last change."""
    for name, text in reference.pages().items():
        assert (reference.FOLDER / name).read_text(encoding="utf-8") == text, name


def test_error_codes_are_unique_and_well_formed() -> None:
    """Collecting fails on a code that is used twice or again."""
    codes = reference.error_classes()
    assert all(CODE.fullmatch(code) for code in codes)
    assert not codes.keys() & {*reference.RETIRED, *reference.RECORDED}


def test_every_error_says_what_it_means_and_what_next() -> None:
    """Errors that are raised have two paragraphs; only the families have one."""
    family = "hullmark.kernel.errors"
    short = [
        each.__name__
        for each in reference.error_classes().values()
        if each.__module__ != family and len((each.__doc__ or "").split("\n\n")) < 2
    ]
    assert short == []


def test_every_code_in_the_source_has_an_entry() -> None:
    """Codes of ledger rows and of the boundary are explained as well."""
    page = (reference.FOLDER / "errors.md").read_text(encoding="utf-8")
    entries = set(re.findall(r"^## (HM\d{4})$", page, re.MULTILINE))
    used = {code for file in source_files() for code in CODE.findall(file.text)}
    # HM0000 is the root's placeholder; no error carries it.
    assert used - {"HM0000"} <= entries


def test_every_setting_has_a_flag_or_a_reason() -> None:
    """What can be set can be set on the command line, except for what is listed here."""
    scan = hullmark.get_command(click.Context(hullmark), "scan")
    assert scan is not None
    flags = {each.name for each in scan.params}
    assert {each.name for each in fields(Settings)} - flags == FILE_ONLY.keys()


def _commands() -> Iterator[tuple[str, click.Command]]:
    waiting: list[tuple[str, click.Command]] = [("hullmark", hullmark)]
    while waiting:
        name, command = waiting.pop()
        yield name, command
        if isinstance(command, click.Group):
            context = click.Context(command)
            for verb in command.list_commands(context):
                below = command.get_command(context, verb)
                assert below is not None
                waiting.append((f"{name} {verb}", below))


def test_every_verb_and_option_has_help() -> None:
    """``--help`` leaves nothing unexplained, and keeps the lines of examples."""
    for name, command in _commands():
        assert command.help, name
        shown = command.get_help(click.Context(command))
        assert "\\b" not in shown, name
        for each in command.params:
            if isinstance(each, click.Option):
                assert each.help, f"{name} {each.opts[0]}"
