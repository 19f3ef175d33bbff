"""Without any data the starter set answers, and says that it is one."""

from pathlib import Path

import pytest

from hullmark.advisories.database import AdvisoryDatabase
from hullmark.advisories.errors import DatabaseFormatError
from hullmark.advisories.names import normal_ecosystem, normal_name
from hullmark.advisories.starter_record import read_starter
from hullmark.advisories.starter_set import _content, open_or_starter, open_starter
from hullmark.advisories.status import status


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "home"))


def test_starter_knows_the_famous_ones(tmp_path: Path) -> None:
    """Log4Shell is found by its package, with its day of exploitation."""
    with open_or_starter(tmp_path / "none.db") as database:
        assert database.info.kind == "starter"
        ids = [e.id for e in database.affected("Maven", "org.apache.logging.log4j:log4j-core")]
        assert "CVE-2021-44228" in ids
        advisory = database.advisory("CVE-2021-44228")
    assert advisory is not None
    assert advisory.kev == "2021-12-10"
    assert advisory.aliases == ("GHSA-jfh8-c2jp-5v3q",)
    assert "known exploited since 2021-12-10" in advisory.summary


def test_starter_is_made_once(tmp_path: Path) -> None:
    """The second start reads what the first one kept."""
    open_starter().close()
    (kept,) = (tmp_path / "home").iterdir()
    before = kept.stat().st_mtime_ns
    open_starter().close()
    assert kept.stat().st_mtime_ns == before


def test_damaged_starter_is_made_anew(tmp_path: Path) -> None:
    """A cached file that is cut short is no obstacle."""
    open_starter().close()
    (kept,) = (tmp_path / "home").iterdir()
    kept.write_bytes(kept.read_bytes()[:1000])
    with open_starter() as database:
        assert database.info.advisories > 100


def test_starter_works_where_nothing_may_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a place to write, the set is used all the same."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "file"))
    with open_starter() as database:
        assert database.affected("Maven", "org.apache.logging.log4j:log4j-core")


def test_a_broken_database_is_not_replaced_in_silence(tmp_path: Path) -> None:
    """Only a missing database falls back; a foreign file is an error."""
    (tmp_path / "a.db").write_text("words")
    with pytest.raises(DatabaseFormatError):
        open_or_starter(tmp_path / "a.db")


def test_starter_data_keeps_its_form() -> None:
    """Ids, names and ranges are in normal form, and there are a few hundred."""
    _, records = read_starter(_content())
    known = list(records)
    assert 300 <= len(known) <= 1000
    assert len({record.id for record in known}) == len(known)
    for record in known:
        assert record.affected
        for ecosystem, name, ranges in record.affected:
            assert (normal_ecosystem(ecosystem), normal_name(ecosystem, name)) == (ecosystem, name)
            assert ranges


def test_status_of_nothing_and_of_the_starter(tmp_path: Path) -> None:
    """Neither is fresh data."""
    assert status(tmp_path / "none.db").kind == "absent"
    open_starter(tmp_path).close()
    (path,) = tmp_path.glob("starter-*.db")
    found = status(path)
    assert (found.kind, found.stale) == ("starter", True)
    with AdvisoryDatabase.open(path) as database:
        assert found.ecosystems == database.ecosystems()
