"""Compose checks against the cases of KICS and whole projects of others."""

from pathlib import Path

from check_agreement import CheckRunner, agreement
from corpus_data import corpus
from hullmark.checks.bundle import load_bundle
from hullmark.checks.documents import read_compose
from hullmark.checks.engine import Engine


def test_kics_agrees() -> None:
    """KICS says the same on every case of a rule that we have too."""
    found = agreement(CheckRunner("compose"), corpus("compose") / "kics", "kics").values()
    assert [case for each in found for case in each.differing] == []


def test_real_projects_are_checked() -> None:
    """Compose files of real projects give violations with places, and no check breaks on any."""
    engine = Engine(load_bundle([]))
    files: list[Path] = sorted((corpus("compose") / "projects").rglob("*compose*.y*ml"))[:40]
    assert files
    for file in files:
        documents, _ = read_compose(file.read_bytes(), path=str(file))
        for document in documents:
            outcome = engine.check(document)
            assert outcome.issues == ()
            assert all(each.locations[0].line for each in outcome.violations)
