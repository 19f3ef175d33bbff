"""Every case of the corpus that an OS reader takes is equal, or its difference is written down."""

import functools
import json
import tomllib
import zipfile
from pathlib import Path

import pytest

from corpus_data import shared
from hullmark.model.component import Distribution
from hullmark.native.catalogers.distribution import ecosystem_of
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


@pytest.mark.parametrize(
    ("id_", "version", "name", "variant"),
    [
        ("debian", "12.5", "", ""),
        ("debian", "6.0.10", "", ""),
        ("ubuntu", "22.04", "", ""),
        ("ubuntu", "25.10", "", ""),
        ("ubuntu", "16.04", "", "esm"),
        ("alpine", "3.19.1", "", ""),
        ("almalinux", "9.4", "", ""),
        ("rocky", "8.10", "", ""),
        ("rhel", "9.2", "", ""),
        ("chainguard", "20230214", "", ""),
        ("wolfi", "20230201", "", ""),
        ("mageia", "9", "", ""),
        ("openeuler", "20.03", "openEuler 20.03 (LTS-SP1)", ""),
    ],
)
def test_ecosystem_keys_are_those_of_real_records(
    id_: str, version: str, name: str, variant: str
) -> None:
    """The key of a distribution is one that published advisories use."""
    key = ecosystem_of(Distribution(id=id_, version=version, name=name, variant=variant))
    known = _published_ecosystems()
    if id_ == "rhel":
        # Red Hat's products are CPEs: rhel_eus:9.2::appstream and enterprise_linux:7::client.
        key = key.rpartition(":")[0]
        assert any(ecosystem.startswith(f"{key}:") for ecosystem in known)
    else:
        assert key in known


@functools.cache
def _published_ecosystems() -> set[str]:
    found: set[str] = set()
    with zipfile.ZipFile(shared("advisories", "osv-samples", "all.zip")) as packed:
        for member in packed.namelist():
            record = json.loads(packed.read(member))
            if isinstance(record, dict):
                packages = [entry.get("package") or {} for entry in record.get("affected") or []]
                found |= {package.get("ecosystem", "") for package in packages}
    return found
