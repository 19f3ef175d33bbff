"""Every case that a further language reader takes is equal, or its difference is written down."""

import tomllib
from pathlib import Path

import pytest

from inventory_cases import SUITES, cases_of, readers, run
from inventory_more import READERS

_NOTES = Path(__file__).resolve().parents[2] / "docs" / "reference" / "accuracy-notes.toml"
_SUITES = sorted({suite for suite, _ in READERS})

pytestmark = pytest.mark.corpus


def _explained() -> set[str]:
    notes = tomllib.loads(_NOTES.read_text(encoding="utf-8"))
    return {case for note in notes["note"] for case in note["cases"]}


@pytest.mark.parametrize("suite", _SUITES)
def test_further_readers_find_exactly_the_expected_packages(suite: str) -> None:
    """A suite's cases differ only where the page says why, and the page is not out of date."""
    groups = {group for name, group in READERS if name == suite}
    cases = [case for case in cases_of(suite) if case.group in groups]
    outcomes = {case.key: run(case) for case in cases}
    read = {key: outcome for key, outcome in outcomes.items() if outcome is not None}
    assert read
    differing = {key: str(outcome) for key, outcome in read.items() if not outcome.equal}
    assert differing.keys() == _explained() & outcomes.keys(), differing


def test_every_further_group_is_registered() -> None:
    """The table of further readers is part of the table that scores everything."""
    assert set(_SUITES) <= set(SUITES)
    assert READERS.items() <= readers().items()
