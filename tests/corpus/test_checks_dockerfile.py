"""Bars over the shared corpus: our Dockerfile checks beside four other linters."""

import sys
from collections import Counter
from pathlib import Path

import pytest

from corpus_data import corpus
from hullmark.checks.bundle import load_bundle
from hullmark.checks.engine import Engine

sys.path.append(str(Path(__file__).resolve().parents[2] / "scripts"))

import dockerfile_agreement

pytestmark = pytest.mark.corpus


def test_checks_agree_with_other_linters() -> None:
    """Of all answers of hadolint, Checkov, KICS and trivy-checks, 99 in 100 are ours too."""
    corpus("dockerfiles")
    bundle = load_bundle([])
    engine = Engine(bundle)
    fired: dict[bytes, set[str]] = {}
    counts: Counter[bool] = Counter()
    for scanner, rule, data, fires in dockerfile_agreement.cases():
        ours = dockerfile_agreement.same_checks(bundle, scanner, rule)
        if ours:
            if data not in fired:
                fired[data] = dockerfile_agreement.fired(engine, data)
            counts[bool(fired[data] & ours) == fires] += 1
    assert counts[True] / counts.total() >= 0.99
