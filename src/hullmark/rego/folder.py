"""Finds Rego modules in folders: those shipped with the package and an organisation's own."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

from hullmark.kernel.errors import PolicyError
from hullmark.rego.errors import BrokenModuleError
from hullmark.rego.metadata import package_of
from hullmark.rego.record import Module, Problem
from hullmark.rego.rules import problem_of

MODULE_BYTES = 1024 * 1024
"""One Rego file; the largest known policies stay under 100 KB."""
_MODULES = 5_000
"""Rego files below one folder."""

Record = TypeVar("Record")
"""A check or a policy."""


def shipped_policies(name: str) -> Path:
    """Return where ``checks`` or ``gate`` of ours stand: in the package, or in a checkout."""
    packaged = Path(__file__).parent.parent / "policies" / name
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "policies" / name


def module_paths(
    folder: Path, problems: list[Problem] | None = None, *, tests: bool = False
) -> list[Path]:
    """Return the Rego files below a folder (or the one file), in order; tests only when asked."""
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        if problems is not None:
            error = BrokenModuleError(f"'{folder}' is not a folder or file with Rego")
            problems.append(problem_of(str(folder), error))
        return []
    found = sorted(folder.rglob("*.rego"))[:_MODULES]
    return [path for path in found if path.name.endswith("_test.rego") == tests]


class Loaded(msgspec.Struct, kw_only=True):
    """What stands in some folders: modules, what they are, what could not be used."""

    modules: list[Module] = []
    problems: list[Problem] = []
    empty: list[Path] = []
    """Folders in which nothing was found but libraries."""


def load_modules(
    sources: Iterable[tuple[Path, bool]], record_of: Callable[[Module], Record | None]
) -> tuple[Loaded, list[Record]]:
    """Return the modules below folders (each with: an organisation's own) and their records.

    ``record_of`` makes a check or policy of a module, ``None`` of a library. What it refuses is
    a problem, and so is what cannot be read; the others are there.
    """
    loaded = Loaded()
    records: list[Record] = []
    for folder, custom in sources:
        before = len(records) + len(loaded.problems)
        for path in module_paths(folder, loaded.problems):
            try:
                module = read_module(path, custom=custom)
                record = record_of(module)
            except PolicyError as error:
                loaded.problems.append(problem_of(str(path), error))
                continue
            loaded.modules.append(module)
            if record is not None:
                records.append(record)
        if len(records) + len(loaded.problems) == before:
            loaded.empty.append(folder)
    return loaded, records


def read_module(path: Path, *, custom: bool) -> Module:
    """Return a Rego file.

    Raises:
        BrokenModuleError: It cannot be read, is too large or is not UTF-8.
        BrokenMetadataError: It has no package.
    """
    try:
        if path.stat().st_size > MODULE_BYTES:
            raise BrokenModuleError(f"'{path}' is larger than {MODULE_BYTES:,} bytes")
        source = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8"
        raise BrokenModuleError(f"'{path}' cannot be read: {why}") from error
    package = package_of(source, path=str(path))
    return Module(path=str(path), source=source, package=package, custom=custom)
