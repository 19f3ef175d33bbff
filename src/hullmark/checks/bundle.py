"""Finds checks and libraries in folders of Rego: the shipped ones and an organisation's own."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from hullmark.checks.errors import BrokenCheckError, BrokenMetadataError, UnknownCheckError
from hullmark.checks.metadata import is_check, package_of, parse_check
from hullmark.checks.record import Check, Module
from hullmark.checks.rego import Problem, problem_of
from hullmark.kernel.errors import PolicyError

MODULE_BYTES = 1024 * 1024
"""One Rego file; the largest known policies stay under 100 KB."""
_MODULES = 5_000
"""Rego files below one folder."""


class Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """Checks with the modules they need, and what could not be used."""

    checks: tuple[Check, ...] = ()
    modules: tuple[Module, ...] = ()
    """Checks and libraries; tests are not among them."""
    problems: tuple[Problem, ...] = ()

    def find(self, name: str) -> Check | None:
        """Return the check with an id, or with a scanner's id of the same, in any case."""
        wanted = name.upper()
        for check in self.checks:
            if check.id.upper() == wanted:
                return check
        for check in self.checks:
            if any(wanted == each.upper() for ids in check.equivalents.values() for each in ids):
                return check
        return None

    def load(self, name: str) -> Check:
        """Return the check with an id.

        Raises:
            UnknownCheckError: There is none.
        """
        check = self.find(name)
        if check is None:
            raise UnknownCheckError(
                f"no check is called '{name}'", hint="'hullmark check list' shows all"
            )
        return check

    def of_kind(self, kind: str) -> tuple[Check, ...]:
        """Return the checks for one kind of document."""
        return tuple(check for check in self.checks if check.kind == kind)


def shipped_folder() -> Path:
    """Return where the checks that we ship stand: in the package, or in a checkout."""
    packaged = Path(__file__).parent.parent / "policies" / "checks"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "policies" / "checks"


def load_bundle(folders: Sequence[Path], *, shipped: bool = True) -> Bundle:
    """Return the checks below ``folders``, and ours.

    A module that is broken is a problem, and the others are there; of two with one id the first
    counts.
    """
    checks: dict[str, Check] = {}
    modules: list[Module] = []
    problems: list[Problem] = []
    sources = [(folder, True) for folder in folders]
    if shipped:
        sources.insert(0, (shipped_folder(), False))
    for folder, custom in sources:
        for path in module_paths(folder, problems):
            try:
                module = read_module(path, custom=custom)
                check = _check_of(module, checks)
            except PolicyError as error:
                problems.append(problem_of(str(path), error))
                continue
            modules.append(module)
            if check is not None:
                checks[check.id] = check
    ordered = tuple(sorted(checks.values(), key=lambda check: check.id))
    return Bundle(checks=ordered, modules=tuple(modules), problems=tuple(problems))


def module_paths(
    folder: Path, problems: list[Problem] | None = None, *, tests: bool = False
) -> list[Path]:
    """Return the Rego files below a folder (or the one file), in order; tests only when asked."""
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        if problems is not None:
            error = BrokenCheckError(f"'{folder}' is not a folder or file with checks")
            problems.append(problem_of(str(folder), error))
        return []
    found = sorted(folder.rglob("*.rego"))[:_MODULES]
    return [path for path in found if path.name.endswith("_test.rego") == tests]


def read_module(path: Path, *, custom: bool) -> Module:
    """Return a Rego file.

    Raises:
        BrokenCheckError: It cannot be read, is too large or is not UTF-8.
        BrokenMetadataError: It has no package.
    """
    try:
        if path.stat().st_size > MODULE_BYTES:
            raise BrokenCheckError(f"'{path}' is larger than {MODULE_BYTES:,} bytes")
        source = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8"
        raise BrokenCheckError(f"'{path}' cannot be read: {why}") from error
    package = package_of(source, path=str(path))
    return Module(path=str(path), source=source, package=package, custom=custom)


def _check_of(module: Module, known: dict[str, Check]) -> Check | None:
    if not is_check(module.source):
        return None
    check = parse_check(module.source, path=module.path, custom=module.custom)
    if check.id in known:
        raise BrokenMetadataError(
            f"'{module.path}': the id {check.id} is taken by '{known[check.id].path}'"
        )
    if any(each.package == check.package for each in known.values()):
        raise BrokenMetadataError(f"'{module.path}': another check has package {check.package}")
    return check
