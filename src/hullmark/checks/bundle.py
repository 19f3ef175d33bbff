"""Finds checks and libraries in folders of Rego: the shipped ones and an organisation's own."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from hullmark.checks.errors import UnknownCheckError
from hullmark.checks.metadata import is_check, parse_check
from hullmark.checks.record import Check
from hullmark.kernel.errors import PolicyError
from hullmark.rego.errors import BrokenMetadataError
from hullmark.rego.folder import module_paths, read_module, shipped_policies
from hullmark.rego.record import Module, Problem
from hullmark.rego.rules import problem_of


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
    return shipped_policies("checks")


def own_folders(kind: str = "") -> list[Path]:
    """Return where our checks stand, or those of one kind with the libraries."""
    shipped = shipped_folder()
    return [shipped / kind, shipped / "lib"] if kind else [shipped]


def load_bundle(folders: Sequence[Path], *, shipped: bool = True, kind: str = "") -> Bundle:
    """Return the checks below ``folders``, and ours (of one kind, where ``kind`` is given).

    A module that is broken is a problem, and the others are there; of two with one id the first
    counts.
    """
    checks: dict[str, Check] = {}
    modules: list[Module] = []
    problems: list[Problem] = []
    sources = [(folder, True) for folder in folders]
    if shipped:
        sources = [*((folder, False) for folder in own_folders(kind)), *sources]
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
