"""The fuzzer reaches every parser, and each takes its seeds, cut and changed, without a crash."""

import importlib
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hullmark.shipped import CATALOGERS
from hullmark.versions.scheme import SCHEMES

_FUZZ = Path(__file__).resolve().parents[2] / "fuzz"
_CHANGES = 12
"""Changed copies of each seed: a glance in every test run; the fuzzer looks for hours."""
_SEEDS = 6
_SEED_BYTES = 24_000


@pytest.fixture(scope="module")
def targets() -> Iterator[list[Any]]:
    """Return every target, as the runner finds them."""
    before = list(sys.path)
    sys.path.insert(0, str(_FUZZ))
    try:
        yield importlib.import_module("run").all_targets(instrumented=False)
    finally:
        sys.path[:] = before


def test_every_cataloger_and_scheme_has_a_target(targets: list[Any]) -> None:
    """A cataloger or an order of versions that is added is fuzzed without another line."""
    names = {target.name for target in targets}
    assert {f"cataloger-{each.name}" for each in CATALOGERS} <= names
    assert {f"version-{scheme}" for scheme in SCHEMES} <= names


def test_parsers_are_found_by_themselves(targets: list[Any]) -> None:
    """The functions that read bytes are found in the rooms, and reasons are given for the rest."""
    names = {target.name for target in targets}
    expected = {
        "formats-purl-parse-purl",
        "formats-yaml-parse-yaml",
        "formats-xml-parse-xml",
        "formats-sbom-read-read-sbom",
        "images-documents-parse-manifest",
        "images-reference-parse-reference",
    }
    assert expected <= names
    found = importlib.import_module("found")
    for name, reason in found.LEFT_OUT.items():
        module, _, function = name.rpartition(".")
        assert hasattr(importlib.import_module(module), function), name
        assert reason


def test_seeds_and_their_changes_end_in_a_value_or_a_named_error(targets: list[Any]) -> None:
    """Every target, its own seeds: whole, cut, with a byte changed, with a piece repeated."""
    source = random.Random(4)
    for target in targets:
        if target.weight < 0.3:  # chains with files and threads, which have tests of their own
            continue
        seeds = [seed for seed in target.seeds() if len(seed) <= _SEED_BYTES]
        for seed in source.sample(seeds, min(_SEEDS, len(seeds))):
            for data in (seed, *(_changed(seed, source) for _ in range(_CHANGES))):
                try:
                    target.run(data)
                except target.allowed:
                    pass
                except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
                    pytest.fail(f"{target.name}: {type(error).__name__} {error} of {data[:200]!r}")


def _changed(seed: bytes, source: random.Random) -> bytes:
    if not seed:
        return source.randbytes(40)
    at = source.randrange(len(seed))
    match source.randrange(4):
        case 0:
            return seed[:at]
        case 1:
            return seed[:at] + bytes([source.randrange(256)]) + seed[at + 1 :]
        case 2:
            return seed[:at] + seed[at : at + 40] * 20 + seed[at:]
        case _:
            return seed[:at] + source.randbytes(4) + seed[at + source.randrange(1, 9) :]
