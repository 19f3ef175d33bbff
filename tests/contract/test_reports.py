"""What holds for every scanner's reports, over the files of the corpus."""

import json
from pathlib import Path
from typing import Any

import pytest

from corpus_data import corpus
from hullmark.formats.purl import parse_purl
from hullmark.kernel.errors import InputError
from hullmark.scanners.registry import ADAPTERS
from hullmark.scanners.sniff import read_report


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HULLMARK_SECRET_KEY", "k" * 32)


def _samples() -> list[tuple[str, Path]]:
    """Return the smallest file of each format that has findings."""
    smallest: dict[str, dict[str, Any]] = {}
    folder = corpus("reports")
    for entry in json.loads((folder / "index.json").read_bytes()):
        if entry["malformed"] or not entry["expect"]["findings"]:
            continue
        held = smallest.get(entry["format"])
        if held is None or entry["size"] < held["size"]:
            smallest[entry["format"]] = entry
    return [(name, folder / entry["path"]) for name, entry in sorted(smallest.items())]


def test_names_are_unique_and_every_form_belongs_to_one_scanner() -> None:
    """No two adapters share a name, no form is declared twice by one adapter."""
    names = [adapter.name for adapter in ADAPTERS]
    assert len(names) == len(set(names))
    for adapter in ADAPTERS:
        forms = [form.name for form in adapter.formats]
        assert forms
        assert len(forms) == len(set(forms))


def test_reading_twice_says_the_same() -> None:
    """Parsing is a function of the bytes."""
    for _, path in _samples():
        data = path.read_bytes()
        assert read_report(data, source="x") == read_report(data, source="x"), path


def test_every_component_has_a_purl() -> None:
    """A claim names no component, or one with a valid package URL."""
    for _, path in _samples():
        for report in read_report(path.read_bytes(), source="x"):
            for claim in report.claims:
                assert claim.advisory_id
                if claim.component.name:
                    parse_purl(claim.component.purl)


def test_a_report_cut_short_is_an_error_or_says_less() -> None:
    """Half of a JSON or XML report is refused; half of a table or text holds no more."""
    for form, path in _samples():
        data = path.read_bytes()
        whole = sum(report.results for report in read_report(data, source="x"))
        try:
            half = sum(r.results for r in read_report(data[: len(data) // 2], source="x"))
        except InputError:
            continue
        assert not form.endswith("-json") or form in _LINES, form
        assert half <= whole


_LINES = {"trufflehog-json", "govulncheck-json"}


def test_unknown_members_are_ignored() -> None:
    """A newer version that adds members is read as before."""
    for form, path in _samples():
        data = path.read_bytes().strip()
        if data[:1] != b"{" or not form.endswith("-json"):
            continue
        newer = b'{"hullmarkUnknown": {"deep": [1, {"x": null}]}, ' + data[1:]
        before = [report.results for report in read_report(data, source="x")]
        after = [report.results for report in read_report(newer, source="x")]
        assert before == after, form


def test_encodings_change_nothing() -> None:
    """A byte order mark, UTF-16 and white space around a report are no part of it."""
    for form, path in _samples():
        if not form.endswith("-json") or form in _LINES:
            continue
        text = path.read_bytes().decode("utf-8-sig")
        before = [report.results for report in read_report(text.encode(), source="x")]
        for changed in (text.encode("utf-8-sig"), text.encode("utf-16"), f"\n {text}\n".encode()):
            assert [r.results for r in read_report(changed, source="x")] == before, form
