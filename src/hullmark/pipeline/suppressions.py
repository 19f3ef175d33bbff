"""Looks after the file of accepted findings: lints it, compiles it for scanners, reads theirs."""

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace

from hullmark.config.settings import Settings
from hullmark.config.suppression_file import find_suppressions, read_suppressions
from hullmark.formats.ignore_files.all_forms import FORMS, form_of
from hullmark.formats.ignore_files.record import (
    MOST_BYTES,
    Compiled,
    IgnoreFile,
    Names,
    UnreadableIgnoreFileError,
)
from hullmark.kernel import clock
from hullmark.kernel.errors import NothingToScanError
from hullmark.merge.lint import Remark, lint
from hullmark.merge.suppressions import matches, problem_of
from hullmark.model.finding import Finding
from hullmark.model.suppression import Suppression


def load_entries(settings: Settings) -> tuple[Path, tuple[Suppression, ...]]:
    """Return the file of accepted findings and what is in it.

    Raises:
        NothingToScanError: There is no such file.
        ConfigError: It cannot be read.
    """
    file = settings.suppressions or find_suppressions(Path.cwd())
    if file is None:
        raise NothingToScanError(
            "there is no file of accepted findings",
            hint="write .hullmark/suppressions.toml, or name one with --suppressions",
        )
    return file, read_suppressions(file)


def lint_suppressions(
    entries: Sequence[Suppression], results: Sequence[Path]
) -> tuple[Remark, ...]:
    """Return what is to be said of entries, held against results where any are named.

    Raises:
        NotAResultError: A result cannot be read, or is something else.
    """
    findings = _findings(results) if results else None
    return lint(entries, findings, today=clock.now().date())


def compile_suppressions(
    entries: Sequence[Suppression],
    scanners: Sequence[str],
    *,
    settings: Settings,
    results: Sequence[Path] = (),
) -> dict[IgnoreFile, Compiled]:
    """Return the ignore file of each scanner; entries that are not in force are in none.

    Args:
        entries: As they were read.
        scanners: Names out of ``FORMS``; empty for all.
        settings: Where an organisation's own checks are.
        results: JSON results whose findings tell under which names scanners know an entry.
    """
    today = clock.now().date()
    usable = [entry for entry in entries if not problem_of(entry, today=today)]
    names = _names(_findings(results), settings)
    chosen = [FORMS[name] for name in (scanners or tuple(FORMS))]
    return {form: form.write(usable, names) for form in chosen}


def import_suppressions(
    files: Sequence[Path], *, scanner: str = "", fill: Callable[[Suppression], Suppression]
) -> tuple[Suppression, ...]:
    """Return the entries of ignore files of other scanners.

    Args:
        files: Ignore files, told apart by their names.
        scanner: Whose all of them are, where the names do not say it.
        fill: Gives an entry what its file cannot hold.

    Raises:
        UnknownIgnoreFileError: A name says nothing.
        UnreadableIgnoreFileError: A file is not what its name says.
    """
    found: list[Suppression] = []
    for file in files:
        form = FORMS[scanner] if scanner else form_of(file.name)
        found += map(fill, form.read(_bytes(file), str(file)))
    return tuple(found)


def to_toml(entries: Sequence[Suppression]) -> str:
    """Return entries as ``[[suppress]]`` tables, as ``read_suppressions`` reads them."""
    from json import dumps  # noqa: PLC0415 - only here

    tables = []
    for entry in entries:
        lines = ["[[suppress]]"]
        for name in Suppression.__struct_fields__:
            value = getattr(entry, name)
            if name == "source" or value in ("", None):
                continue
            shown = dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
            lines.append(f"{name} = {shown}")
        tables.append("\n".join(lines) + "\n")
    return "\n".join(tables)


def _names(findings: Sequence[Finding], settings: Settings) -> Names:
    """Return what tells under which rules and at which places a scanner knows an entry."""
    from hullmark.checks.bundle import load_bundle  # noqa: PLC0415 - only to compile

    bundle = load_bundle(settings.check_paths)
    own: dict[str, dict[str, tuple[str, ...]]] = {}
    for check in bundle.checks:
        told = {name: tuple(rules) for name, rules in check.equivalents.items()}
        own[check.id] = told
        for rules in told.values():
            for rule in rules:
                own.setdefault(rule.upper(), told)

    def names(entry: Suppression, scanner: str) -> list[tuple[str, str, int | None]]:
        known = [(rule, "", None) for rule in own.get(entry.id.upper(), {}).get(scanner, ())]
        seen = [
            (source.rule, place.path, place.line)
            for each in findings
            if matches(replace(entry, scanner=""), each)
            for source in each.sources
            if source.scanner == scanner
            for place in each.locations[:1]
        ]
        own_word = [(entry.id, "", None)] if entry.id and _speaks(scanner, entry.id) else []
        return list(dict.fromkeys([*seen, *known, *own_word]))

    return names


def _speaks(scanner: str, rule: str) -> bool:
    """Say whether an id is spelled as a scanner spells its rules."""
    heads = {
        "hadolint": ("DL", "SC"),
        "checkov": ("CKV_", "CKV2_", "BC_"),
        "dockle": ("CIS-DI-", "DKL-"),
        "snyk": ("SNYK-",),
    }
    return rule.upper().startswith(heads.get(scanner, ("\0",)))


def _findings(results: Sequence[Path]) -> list[Finding]:
    from hullmark.pipeline.stored_result import read_scan_result  # noqa: PLC0415 - only with some

    return [finding for file in results for finding in read_scan_result(file).findings]


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableIgnoreFileError(f"cannot read '{file}': {error.strerror}") from error
