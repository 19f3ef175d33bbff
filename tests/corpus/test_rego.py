"""Bars over the shared corpus: what the Rego engine gets right."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2] / "scripts"))

import rego_score

pytestmark = pytest.mark.corpus


@pytest.mark.parametrize(
    ("suite", "right"), [("opa-conformance", 0.80), ("gatekeeper-library", 0.64)]
)
def test_the_engine_keeps_its_score(suite: str, right: float) -> None:
    """The share of right answers does not fall; what is not supported is refused."""
    found = rego_score.answers(suite, len(rego_score.load(suite)))
    assert found.count("ok") / len(found) >= right
