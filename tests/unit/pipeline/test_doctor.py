"""What ``hullmark doctor`` sees: what is there, what is missing, and what to do about it."""

from pathlib import Path

import pytest

from hullmark.config.settings import Settings
from hullmark.kernel import clock
from hullmark.kernel.paths import state_folder
from hullmark.model.scan import ScanResult, Target, Verdict, VerdictStatus
from hullmark.pipeline.doctor import Finding, Health, examine
from hullmark.pipeline.remembering.memory import remember


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))


def _said(name: str, **settings: object) -> Finding:
    (found,) = [each for each in examine(settings=Settings(**settings)) if each.name == name]  # type: ignore[arg-type]
    return found


def test_an_empty_machine_is_told_what_to_do() -> None:
    """No advisories is a lack with a way out; no scanner and no scan so far are none."""
    missing = _said("advisories")
    assert (missing.health, missing.hint.split(",")[0]) == (Health.MISSING, "hullmark db update")
    assert _said("store").health is Health.INFO
    assert "nothing is recorded yet" in _said("store").detail
    assert _said("scanners").health is Health.INFO
    assert not (state_folder() / "store.db").exists()


def test_recorded_scans_are_counted() -> None:
    """The store is read, not only seen."""
    result = ScanResult(
        created_at=clock.now(),
        tool_version="1",
        verdict=Verdict(status=VerdictStatus.PASS, reasons=(), profile="balanced"),
        targets=(Target(name="shop/web", kind="registry"),),
    )
    remember(result, settings=Settings(), command="scan", warn=lambda _: None)
    assert _said("store").health is Health.GOOD
    assert _said("store").detail.startswith("1 scans")


def test_a_damaged_store_is_told() -> None:
    """It is broken, with what to do next."""
    state_folder().mkdir(parents=True)
    (state_folder() / "store.db").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    found = _said("store")
    assert found.health is Health.BROKEN
    assert found.hint


def test_a_server_is_not_asked() -> None:
    """Looking needs no network."""
    assert "not asked" in _said("store", store_url="postgresql://nowhere.invalid/x").detail


def test_a_damaged_database_is_told() -> None:
    """Advisories that cannot be read are no advisories."""
    state_folder().mkdir(parents=True)
    (state_folder() / "advisories.db").write_bytes(b"no database")
    assert _said("advisories").health is Health.BROKEN


def test_a_scanner_without_its_data_is_told(tmp_path: Path) -> None:
    """A program on PATH is not enough for one that needs a database."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "grype"
    program.write_text("#!/bin/sh\necho 'grype 0.121.2'\n")
    program.chmod(0o755)
    assert _said("grype").health is Health.MISSING
    assert "database" in _said("grype").detail
