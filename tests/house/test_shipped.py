"""The list of what we ship is complete, and every entry of it can work."""

import importlib
import pkgutil
import re

import pytest

from hullmark.native import catalogers
from hullmark.native.catalogers.record import Cataloger
from hullmark.native.globs import Wanted
from hullmark.report.formats import FORMATS, format_of
from hullmark.shipped import CATALOGERS

FOLDERS = [each.name for each in pkgutil.iter_modules(catalogers.__path__) if each.ispkg]
KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

EACH = pytest.mark.parametrize("cataloger", CATALOGERS, ids=lambda each: str(each.name))


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_cataloger_of_a_folder_is_shipped(folder: str) -> None:
    """A cataloger that is declared and not listed would never run."""
    declared = _declared(folder)
    assert declared
    assert [each.name for each in declared if each not in CATALOGERS] == []


def test_folders_hold_every_shipped_cataloger() -> None:
    """Nothing is shipped that is declared elsewhere."""
    declared = {each.name for folder in FOLDERS for each in _declared(folder)}
    assert {each.name for each in CATALOGERS} <= declared


def test_names_are_unique() -> None:
    """A name is part of a cache key and of reports: two catalogers never share one."""
    names = [each.name for each in CATALOGERS]
    assert len(names) == len(set(names))


@EACH
def test_a_cataloger_is_declared_in_house_form(cataloger: Cataloger) -> None:
    """Kebab-case name, a version from 1 on, something to look for, each glob once."""
    assert KEBAB.fullmatch(cataloger.name)
    assert cataloger.version >= 1
    assert cataloger.globs or cataloger.needles or cataloger.sections or cataloger.folders
    assert len(cataloger.globs) == len(set(cataloger.globs))


@EACH
def test_globs_can_be_looked_up_and_meet_a_path(cataloger: Cataloger) -> None:
    """Every glob compiles, and wants the simplest path that it describes."""
    wanted = Wanted([cataloger])
    for glob in cataloger.globs:
        path = glob.replace("**/", "some/folder/").replace("*", "x")
        assert wanted.by(path) == (cataloger,), glob


def test_the_first_suffix_of_a_format_means_that_format() -> None:
    """``-o report.SUFFIX`` writes what the reference says."""
    for name, found in FORMATS.items():
        assert format_of(f"report{found.suffixes[0]}") == name


def _declared(folder: str) -> list[Cataloger]:
    package = importlib.import_module(f"hullmark.native.catalogers.{folder}")
    return [
        value
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
        if module.name.endswith("cataloger")
        for value in vars(importlib.import_module(module.name)).values()
        if isinstance(value, Cataloger)
    ]
