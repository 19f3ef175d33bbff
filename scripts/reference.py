#!/usr/bin/env python3
"""Write the pages of docs/reference that follow from the code, or check that they are up to date.

Usage: reference.py [--check]

Pages: errors, cli, settings, catalogers, formats, exit-status. With --check nothing is written;
the status is 1 where a page differs from what the code says.
"""

import importlib
import inspect
import pkgutil
import re
import sys
import typing
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from types import NoneType, UnionType
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
FOLDER = REPOSITORY / "docs" / "reference"
sys.path.insert(0, str(REPOSITORY / "src"))

import click  # noqa: E402 - after the path above

import hullmark  # noqa: E402
from hullmark.cli.main import hullmark as command_line  # noqa: E402
from hullmark.config import load  # noqa: E402
from hullmark.config.settings import Settings  # noqa: E402
from hullmark.gate.judge import EXIT_FAIL, EXIT_INCOMPLETE  # noqa: E402
from hullmark.kernel import errors as families  # noqa: E402
from hullmark.kernel.errors import HullmarkError  # noqa: E402
from hullmark.report.formats import FORMATS  # noqa: E402
from hullmark.shipped import CATALOGERS  # noqa: E402

RETIRED: dict[str, str] = {}
"""Codes that were given once and are never given again, with what they meant."""

RECORDED = {
    "HM2052": (
        "A file of an image is not what it claims to be.",
        "Its cataloger read what it could; records before the broken place are kept.",
        "Nothing needs doing if the file is known to be broken; otherwise repair or remove it.",
    ),
    "HM2053": (
        "A file or folder of a directory target could not be opened.",
        "Run as a user who may read it, or leave the folder out of the target.",
    ),
    "HM2405": (
        "A part of another scanner's report could not be read; the rest was.",
        "The message names the place.",
        "Compare with the report itself, and tell us which version of the scanner wrote it.",
    ),
    "HM6109": (
        "A comment that ignores a check cannot be applied: it has no reason or names no check.",
        "Write `# hullmark:ignore ID reason`.",
    ),
    "HM2305": (
        "A bill of materials lists a distribution's packages and not what they were built from.",
        "Advisories that are filed under source packages can be missed.",
        "Let its program write CycloneDX or SPDX, which carry it, or scan the image.",
    ),
    "HM9001": (
        "A cataloger stopped on a file with an unforeseen error; the scan went on without it.",
        "This is a defect of Hullmark; please report it with the file.",
    ),
    "HM9002": (
        "The process ran out of memory.",
        "Give it more, or let fewer layers be read at once with `--workers 1`.",
    ),
}
"""Codes of ledger rows and of the command line's boundary, which no class declares."""

OTHER_VARIABLES = {
    "HULLMARK_HOME": "Folder for the advisory database, instead of the platform's user data "
    "folder.",
    "HULLMARK_REGISTRY_USERNAME": "User of the registry; the same as `--username`.",
    "HULLMARK_REGISTRY_PASSWORD": "Password of the registry; it has no flag with a value, so that "
    "it cannot be seen in a list of processes.",
    "HULLMARK_SECRET_KEY": "Key of the hash by which secrets are told apart; without it one is "
    "made and "
    "kept in the state folder.",
    "HULLMARK_CLAIR_KEY": "Key that a Clair server shares with us, in base64.",
    "HULLMARK_TRACEBACK": "For developers: show the traceback of a defect.",
    "NO_COLOR": "No color in tables.",
}
"""Variables that are no settings."""

NOTICE = "<!-- written by scripts/reference.py: change the code, then run `make reference` -->"


def main() -> int:
    """Write or check every page."""
    if sys.argv[1:] not in ([], ["--check"]):
        sys.stderr.write(__doc__ or "")
        return 2
    stale = []
    for name, text in pages().items():
        path = FOLDER / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        if sys.argv[1:]:
            stale.append(name)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.relative_to(REPOSITORY)}")
    for name in stale:
        print(f"docs/reference/{name} is not what the code says: make reference", file=sys.stderr)
    return 1 if stale else 0


def pages() -> dict[str, str]:
    """Return every generated page by its file name."""
    return {
        name: "\n".join((f"# {title}", "", NOTICE, "", *lines)).rstrip("\n") + "\n"
        for name, title, lines in (
            ("errors.md", "Errors", _errors()),
            ("cli.md", "Command line", _cli()),
            ("settings.md", "Settings", _settings()),
            ("catalogers.md", "Catalogers", _catalogers()),
            ("formats.md", "Report formats", _formats()),
            ("exit-status.md", "Exit status", _exit_status()),
        )
    }


def error_classes() -> dict[str, type[HullmarkError]]:
    """Return every error that declares a code, by code.

    Raises:
        ValueError: Two classes declare the same code, or one a retired code.
    """
    for module in pkgutil.walk_packages(hullmark.__path__, "hullmark."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found: dict[str, type[HullmarkError]] = {}
    for each in _below(HullmarkError):
        if "code" not in vars(each):
            continue
        if each.code in found or each.code in RETIRED or each.code in RECORDED:
            raise ValueError(f"code {each.code} of {each.__qualname__} is taken")
        found[each.code] = each
    return dict(sorted(found.items()))


def _below(root: type[HullmarkError]) -> Iterator[type[HullmarkError]]:
    seen: dict[type[HullmarkError], None] = {}
    waiting = [root]
    while waiting:
        for each in waiting.pop().__subclasses__():
            if each not in seen:
                seen[each] = None
                waiting.append(each)
    yield from seen


def _errors() -> Iterator[str]:
    yield "Every message of a failed run starts with one of these codes."
    yield "A code is never given a second meaning."
    yield "Rows of the ledger carry them as well."
    entries = {code: list(_error(each)) for code, each in error_classes().items()}
    entries |= {code: ["", *words] for code, words in RECORDED.items()}
    entries |= {code: ["", f"Retired: {words}"] for code, words in RETIRED.items()}
    for code, lines in sorted(entries.items()):
        yield from ("", f"## {code}", *lines)


def _error(each: type[HullmarkError]) -> Iterator[str]:
    family = next(base for base in each.__mro__[1:] if issubclass(base, HullmarkError))
    facts = [f"exit status {each.exit_status}"]
    if family is not HullmarkError:
        facts.insert(0, family.__name__)
    if each.retryable:
        facts.append("may succeed when tried again")
    yield ""
    yield f"`{each.__name__}` · {' · '.join(facts)}"
    for paragraph in _paragraphs(each):
        yield ""
        yield from _sentences(paragraph)


def _paragraphs(documented: object) -> Iterator[str]:
    """Yield the paragraphs of a docstring as Markdown, without its technical sections."""
    text = re.split(r"\n\n?(?:Args|Attributes|Raises|Returns):\n", inspect.getdoc(documented) or "")
    for paragraph in text[0].split("\n\n"):
        yield " ".join(paragraph.split()).replace("``", "`")


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[a-z0-9`)\"'][.?!]) (?=[A-Z`])", text)


def _cli() -> Iterator[str]:
    yield "Reports go to standard output or files, everything else to standard error."
    yield from _command(command_line, "hullmark", click.Context(command_line, info_name="hullmark"))


def _command(command: click.Command, name: str, context: click.Context) -> Iterator[str]:
    depth = "#" * min(2 + name.count(" "), 4)
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    yield from ("", f"{depth} {name}", "", f"`{usage}`")
    yield from _help(command.help or "")
    options = [each for each in command.params if isinstance(each, click.Option)]
    if options:
        yield from ("", "| option | meaning |", "|---|---|")
        yield from (_option(each) for each in options if not each.hidden)
    if isinstance(command, click.Group):
        for verb in command.list_commands(context):
            below = command.get_command(context, verb)
            assert below is not None
            yield from _command(below, f"{name} {verb}", click.Context(below, context, verb))


def _help(text: str) -> Iterator[str]:
    """Turn click's help text into Markdown: paragraphs marked as they are become code."""
    for paragraph in inspect.cleandoc(text).replace("\f", "").split("\n\n"):
        lines = paragraph.split("\n")
        if lines[0].strip() in ("\b", "\\b"):
            yield from ("", "```text", *lines[1:], "```")
        else:
            yield ""
            yield from _sentences(" ".join(lines))


def _option(option: click.Option) -> str:
    names = ", ".join((*option.opts, *option.secondary_opts))
    kind = ""
    if not option.is_flag and not option.count:
        choices = option.type.choices if isinstance(option.type, click.Choice) else ()
        kind = " " + (option.metavar or "|".join(map(str, choices)) or option.type.name.upper())
    words = option.help or ""
    if option.multiple and "epeatable" not in words:
        words += " Repeatable."
    return f"| `{_cell(names + kind)}` | {_cell(words)} |"


def _settings() -> Iterator[str]:
    yield from _sentences(
        "Order of precedence: flag, variable, file, default. "
        "The file is `hullmark.toml` or the table `[tool.hullmark]` of `pyproject.toml`, looked "
        "for upward from the working directory; `--config` names another one. "
        "A relative path in a file is relative to that file. "
        "`hullmark config show --origin` prints every setting with the place it came from."
    )
    flags = _flags()
    yield from ("", "| name | kind | default | meaning | flag |", "|---|---|---|---|---|")
    for each in fields(Settings):
        default = each.default_factory() if callable(each.default_factory) else each.default
        flag = f"`{flags[each.name]}`" if each.name in flags else "file or variable only"
        yield (
            f"| `{each.name}` | {_cell(_kind(each.type))} | {_value(default)} "
            f"| {_cell(each.metadata['meaning'])} | {flag} |"
        )
    yield ""
    yield from _sentences(
        "The variable of a setting is its name in capitals after `HULLMARK_`: "
        "`HULLMARK_STALE_DAYS`, `HULLMARK_FAIL_ON`. "
        "A table is written as `HULLMARK_MIRRORS=docker.io=mirror.example,quay.io=other.example`."
    )
    yield from ("", "## Variables that are no settings", "", "| name | meaning |", "|---|---|")
    missing = load._OTHER_VARIABLES - OTHER_VARIABLES.keys()  # noqa: SLF001 - the list to document
    if missing:
        raise ValueError(f"undocumented variables: {', '.join(sorted(missing))}")
    yield from (f"| `{name}` | {words} |" for name, words in OTHER_VARIABLES.items())


def _flags() -> dict[str, str]:
    scan = command_line.get_command(click.Context(command_line), "scan")
    assert scan is not None
    return {each.name: each.opts[0] for each in scan.params if each.name and each.opts}


def _kind(kind: Any) -> str:
    if typing.get_origin(kind) is UnionType:
        return " or ".join(_kind(each) for each in typing.get_args(kind) if each is not NoneType)
    if typing.get_origin(kind) is typing.Literal:
        return ", ".join(f"`{each}`" for each in typing.get_args(kind))
    if typing.get_origin(kind) is dict:
        return "table of text"
    return {str: "text", int: "whole number", float: "number", bool: "true or false"}.get(
        kind, "path"
    )


def _value(value: object) -> str:
    if value is None or value == {}:
        return "none"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _catalogers() -> Iterator[str]:
    yield from _sentences(
        "A cataloger reads the files below and yields packages. "
        "Installed evidence is what a package manager or a build left behind; declared evidence "
        "is what a manifest or lock file asks for. "
        "Bytes and sections in quotation marks are looked for in executables (ELF, PE, Mach-O)."
    )
    yield ""
    yield "| name | role | evidence | reads | version |"
    yield "|---|---|---|---|---|"
    for each in CATALOGERS:
        reads = [f"`{glob}`" for glob in each.globs]
        reads += [f'"`{repr(needle)[2:-1].strip()}`"' for needle in each.needles]
        reads += [f"names of folders in `{folder}`" for folder in each.folders]
        reads += [f'section "`{repr(name)[2:-1]}`"' for name in each.sections]
        evidence = "declared" if each.declared else "installed"
        yield f"| {each.name} | {each.role} | {evidence} | {', '.join(reads)} | {each.version} |"


def _formats() -> Iterator[str]:
    yield from _sentences(
        "`--format NAME` writes to standard output; `-o PATH` writes a file whose suffix names "
        "the format, `-o NAME=PATH` any file."
    )
    yield from ("", "| name | what it is | suffixes |", "|---|---|---|")
    yield "| table | the table for people, the default of `--format` | none: no file |"
    for each in FORMATS.values():
        yield f"| {each.name} | {each.title} | {_listed(each.suffixes)} |"
    yield ""
    yield "The longest suffix that fits wins: `a.cdx.json` is CycloneDX, `a.json` is not."
    yield "The schema of `json` is [result.schema.json](result.schema.json)."


def _exit_status() -> Iterator[str]:
    by_status: dict[int, list[str]] = {}
    for each in vars(families).values():
        if isinstance(each, type) and issubclass(each, HullmarkError) and each is not HullmarkError:
            by_status.setdefault(each.exit_status, []).append(each.__name__)
    yield "| status | meaning | errors |"
    yield "|---|---|---|"
    for status, words in (
        (0, "The verdict is pass or warn, or the verb only reports."),
        (1, "Something went wrong; there is no verdict."),
        (2, "The command line or a setting is wrong."),
        (3, "The target exists and holds nothing to scan."),
        (EXIT_FAIL, "The verdict is fail."),
        (EXIT_INCOMPLETE, "The verdict is incomplete: nothing failed, and not all was seen."),
        (130, "Interrupted by Ctrl-C."),
    ):
        yield f"| {status} | {words} | {_listed(sorted(by_status.pop(status, [])))} |"
    if by_status:
        raise ValueError(f"exit statuses without a meaning: {sorted(by_status)}")
    yield ""
    yield from _sentences(
        "A finding that fails outweighs what could not be seen: 10 comes before 11, and the "
        "verdict lists the reasons for both. "
        "Where no target could be read at all, the first error decides."
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main())
