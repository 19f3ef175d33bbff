"""Finds checks and libraries in folders of Rego: the shipped ones and an organisation's own."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from hullmark.checks.errors import UnknownCheckError
from hullmark.checks.metadata import is_check, parse_check
from hullmark.checks.record import Check
from hullmark.rego.errors import BrokenMetadataError
from hullmark.rego.folder import load_modules, shipped_policies
from hullmark.rego.record import Module, Problem


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
    sources = [(folder, True) for folder in folders]
    if shipped:
        sources = [*((folder, False) for folder in own_folders(kind)), *sources]
    known: dict[str, Check] = {}
    loaded, checks = load_modules(sources, lambda module: _check_of(module, known))
    return Bundle(
        checks=tuple(sorted(checks, key=lambda check: check.id)),
        modules=tuple(loaded.modules),
        problems=tuple(loaded.problems),
    )


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
    known[check.id] = check
    return check
