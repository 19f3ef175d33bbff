"""Finds Rego modules in folders: those shipped with the package and an organisation's own."""

from pathlib import Path

from hullmark.rego.errors import BrokenModuleError
from hullmark.rego.metadata import package_of
from hullmark.rego.record import Module, Problem
from hullmark.rego.rules import problem_of

MODULE_BYTES = 1024 * 1024
"""One Rego file; the largest known policies stay under 100 KB."""
_MODULES = 5_000
"""Rego files below one folder."""


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
