"""The bars over other people's test strings: found, and not found."""

import json
from pathlib import Path
from typing import Any

import pytest

from corpus_data import corpus
from hullmark.native.secrets.scanner import SecretScanner

_SAME = {"gcp-api-key": "google-api-key"}


@pytest.fixture
def scanner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SecretScanner:
    """Return a scanner with a key of its own."""
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path))
    return SecretScanner(b"k" * 32)


def _cases(suite: str) -> list[dict[str, Any]]:
    with (corpus("secrets") / suite / "index.json").open("rb") as file:
        cases: list[dict[str, Any]] = json.load(file)["cases"]
    return cases


def test_fake_leaks_are_told_from_placeholders(scanner: SecretScanner) -> None:
    """At least nine of ten are found, and at most one of twenty is a false alarm."""
    folder = corpus("secrets") / "fake-leaks"
    found = wrong = real = 0
    for case in _cases("fake-leaks"):
        hits = scanner.scan_bytes(case["file"], (folder / case["file"]).read_bytes())
        some = any(not hit.ignored for hit in hits)
        real += case["expect"]["has_secret"]
        found += some and case["expect"]["has_secret"]
        wrong += some and not case["expect"]["has_secret"]
    assert found >= 0.9 * real
    assert wrong <= 4


def test_leaky_repository_lines_are_found(scanner: SecretScanner) -> None:
    """Most lines that hold a risk are among those reported."""
    folder = corpus("secrets") / "leaky-repo"
    found = total = 0
    for case in _cases("leaky-repo"):
        hits = scanner.scan_bytes(case["id"], (folder / case["file"]).read_bytes())
        total += case["expect"]["risk_lines"]
        found += min(case["expect"]["risk_lines"], len({hit.line for hit in hits}))
    assert found >= 0.85 * total


def test_named_rules_stay_silent_on_texts_that_hold_nothing(scanner: SecretScanner) -> None:
    """The rule that a text was written for does not fall for it."""
    wrong = [
        case["id"]
        for case in _cases("gitleaks")
        for hit in scanner.scan_bytes("file.txt", case["text"].encode())
        if _SAME.get(case["rule"], case["rule"]) == hit.rule
    ]
    assert len(wrong) <= 3, wrong
