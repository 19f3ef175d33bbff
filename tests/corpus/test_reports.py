"""Reports of many scanners from public repositories: every file's own count."""

import json
from typing import Any

import pytest

from corpus_data import corpus
from hullmark.kernel.errors import InputError
from hullmark.scanners.sniff import read_report

KEY = "k" * 32


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HULLMARK_SECRET_KEY", KEY)


def _entries(topic: str) -> list[dict[str, Any]]:
    held: list[dict[str, Any]] = json.loads((corpus(topic) / "index.json").read_bytes())
    return held


@pytest.mark.parametrize("topic", ["reports", "sarif"])
def test_every_report_holds_what_was_counted_by_hand(topic: str) -> None:
    """Findings as counted twice; what cannot be read ends in one error, never in another."""
    wrong = []
    for entry in _entries(topic):
        expected = entry.get("tolerant_expect") or entry["expect"]
        data = (corpus(topic) / entry["path"]).read_bytes()
        try:
            found = sum(len(report.groups) for report in read_report(data, source=entry["path"]))
        except InputError as error:
            if expected is not None and not (entry["malformed"] and not expected["findings"]):
                wrong.append(f"{entry['path']}: {error.code} {error.message}")
            continue
        if expected is None:
            wrong.append(f"{entry['path']}: {found} findings in a broken file")
        elif found != expected["findings"]:
            wrong.append(f"{entry['path']}: {found} instead of {expected['findings']}")
    assert wrong == []


def test_no_secret_of_a_report_survives() -> None:
    """The values that gitleaks and TruffleHog report in clear are nowhere in what is kept."""
    checked = 0
    for entry in _entries("reports"):
        if entry["format"] not in {"gitleaks-json", "trufflehog-json"}:
            continue
        data = (corpus("reports") / entry["path"]).read_bytes()
        kept = repr(read_report(data, source="report"))
        for value in _values(data):
            checked += 1
            assert value not in kept
    assert checked > 20


def _values(data: bytes) -> list[str]:
    """Return the long values under the names that hold secrets."""
    text = data.decode()
    try:
        documents = [json.loads(text)]
    except ValueError:
        documents = [json.loads(line) for line in text.splitlines() if line.strip()]
    waiting: list[Any] = documents
    found = []
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            for name in ("Secret", "Raw", "RawV2", "offender", "secret"):
                held = value.get(name)
                if isinstance(held, str) and len(held) > 12 and "-----BEGIN" not in held:
                    found.append(held)
            waiting += [each for each in value.values() if isinstance(each, list | dict)]
    return found
