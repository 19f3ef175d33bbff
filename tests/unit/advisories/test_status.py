"""Age and staleness of the data."""

from pathlib import Path

import pytest

from advisory_feeds import osv_record, write_dump
from hullmark.advisories.build import build_database
from hullmark.advisories.status import age_days, status


def test_data_grows_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven days are fresh, the eighth is not, and the bound can be set."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1770000000")
    build_database([str(write_dump(tmp_path / "all.zip", osv_record()))], tmp_path / "a.db")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1770000000 + 6 * 86_400))
    found = status(tmp_path / "a.db")
    assert (found.kind, found.age_days, found.stale) == ("full", 6.0, False)
    assert found.size_bytes > 0
    assert [source.name for source in found.sources] == [f"osv-{tmp_path.name}"]
    assert status(tmp_path / "a.db", stale_after_days=5).stale
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1770000000 + 8 * 86_400))
    assert status(tmp_path / "a.db").stale


def test_odd_times_have_no_age() -> None:
    """What is no time has no age; a time in the future is age zero."""
    assert age_days("soon") is None
    assert age_days("9999-01-01T00:00:00Z") == 0.0
    assert age_days("2026-01-01T00:00:00") is not None
