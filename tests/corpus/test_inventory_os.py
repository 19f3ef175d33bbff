"""Every case of the corpus that an OS reader takes is equal, or its difference is written down."""

import tomllib
from pathlib import Path

import pytest

from inventory_cases import SUITES, cases_of, readers, run
from inventory_distribution import distribution_cases, run_distribution
from inventory_os import READERS

_NOTES = Path(__file__).resolve().parents[2] / "docs" / "reference" / "accuracy-notes.toml"

pytestmark = pytest.mark.corpus


def _explained() -> set[str]:
    notes = tomllib.loads(_NOTES.read_text(encoding="utf-8"))
    return {case for note in notes["note"] for case in note["cases"]}


@pytest.mark.parametrize("suite", SUITES)
def test_os_readers_find_exactly_the_expected_packages(suite: str) -> None:
    """A suite's OS cases differ only where the page says why, and the page is not out of date."""
    groups = {group for name, group in READERS if name == suite}
    cases = [case for case in cases_of(suite) if case.group in groups]
    outcomes = {case.key: run(case) for case in cases}
    read = {key: outcome for key, outcome in outcomes.items() if outcome is not None}
    assert read
    differing = {key: str(outcome) for key, outcome in read.items() if not outcome.equal}
    assert differing.keys() == _explained() & outcomes.keys(), differing


def test_every_os_group_is_registered() -> None:
    """The table of OS readers is part of the table that scores everything."""
    assert READERS.items() <= readers().items()


def test_every_distribution_is_named_as_expected() -> None:
    """All cases of the os-release suite give the expected distribution."""
    cases = distribution_cases()
    differing = {c.id: str(o) for c in cases if not (o := run_distribution(c)).equal}
    assert cases
    assert differing == {}
