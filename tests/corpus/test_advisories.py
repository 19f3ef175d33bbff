"""The real feeds of the shared folder go into one database, and nothing is lost on the way."""

import json
import zipfile
from pathlib import Path

import pytest

from corpus_data import shared
from hullmark.advisories.build import build_database
from hullmark.advisories.database import AdvisoryDatabase
from hullmark.advisories.names import normal_ecosystem, normal_name
from hullmark.advisories.report import BuildReport

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[BuildReport, Path]:
    """Build a database of a few native dumps, the Debian lists, Alpine, KEV and EPSS."""
    folder = shared("advisories")
    sources = [
        *(folder / "osv" / name / "all.zip" for name in ("PyPI", "Go", "AlmaLinux", "crates.io")),
        folder / "debian" / "security-tracker",
        folder / "alpine" / "secdb-rebuilt.zip",
        folder / "kev" / "known_exploited_vulnerabilities.json",
        folder / "epss" / "epss_scores.csv.gz",
    ]
    path = tmp_path_factory.mktemp("advisories") / "a.db"
    return build_database([str(source) for source in sources], path), path


def test_all_records_are_accounted_for(built: tuple[BuildReport, Path]) -> None:
    """Every record of a dump is kept, withdrawn or named as an issue."""
    report, _ = built
    for source in report.sources:
        if source.kind == "osv":
            with zipfile.ZipFile(source.location) as archive:
                members = len(archive.namelist())
            assert source.records + source.withdrawn + source.ignored_count >= members, source
    assert {i.cause for i in report.issues if "osv" in i.path} == set()


def test_every_affected_package_of_pypi_is_found(built: tuple[BuildReport, Path]) -> None:
    """What a record says of a package is found under the package's normal name."""
    _, path = built
    archive = zipfile.ZipFile(shared("advisories", "osv", "PyPI", "all.zip"))
    with archive, AdvisoryDatabase.open(path, thorough=True) as database:
        for name in archive.namelist():
            record = json.loads(archive.read(name))
            if record.get("withdrawn"):
                continue
            for entry in record["affected"]:
                package = entry.get("package")
                ranges = [r for r in entry.get("ranges", ()) if r["type"] != "GIT"]
                if not package or not (ranges or entry.get("versions")):
                    continue
                ecosystem = normal_ecosystem(package["ecosystem"])
                key = ecosystem, normal_name(ecosystem, package["name"])
                assert record["id"] in {e.id for e in database.affected(*key)}, (name, key)


def test_fixed_versions_of_the_debian_lists_are_exact(built: tuple[BuildReport, Path]) -> None:
    """Fixed versions stand as the lists write them."""
    _, path = built
    with AdvisoryDatabase.open(path) as database:
        found = {e.id: e for e in database.affected("Debian:12", "webkit2gtk")}
        assert [r.fixed for r in found["DSA-5865-1"].ranges] == ["2.46.6-1~deb12u1"]
        advisory = database.advisory("DSA-5865-1")
        assert advisory is not None
        assert "CVE-2025-24143" in advisory.covers
        assert database.has_ecosystem("Alpine:v3.22")
        assert not database.has_ecosystem("Alpine:v3.99")


def test_samples_of_every_source_are_read(tmp_path: Path) -> None:
    """Records as osv.dev and GitHub publish them, of fifty ecosystems, give no issue."""
    report = build_database(
        [str(shared("advisories", "osv-samples", "all.zip"))], tmp_path / "a.db"
    )
    (source,) = report.sources
    assert report.issues == []
    assert source.records + source.withdrawn == 891


def test_priorities_are_joined(built: tuple[BuildReport, Path]) -> None:
    """An exploited CVE's day and probability show on every record of its group."""
    _, path = built
    with AdvisoryDatabase.open(path) as database:
        exploited = [
            advisory
            for key in database.packages(["PyPI"])
            for entry in database.affected(*key)
            if (advisory := database.advisory(entry.id)) is not None and advisory.kev
        ]
    assert exploited
    assert all(one.epss > 0 for one in exploited)


def test_fixture_feeds_of_every_kind_are_read(tmp_path: Path) -> None:
    """The small real pieces of tracker, lists and secdb give records; the broken ones are named."""
    report = build_database(
        [str(shared("advisories", "fixtures", "distro-feed-fixtures.zip"))], tmp_path / "a.db"
    )
    (source,) = report.sources
    assert source.kind == "mixed"
    assert source.records >= 100
    assert all(issue.path and issue.cause for issue in report.issues)
    with AdvisoryDatabase.open(tmp_path / "a.db") as database:
        apparmor = {e.id: e for e in database.affected("Debian:11", "apparmor")}
        assert apparmor["DEBIAN-CVE-2014-1424"].state == "not-affected"
        assert apparmor["DEBIAN-CVE-2016-1585"].state == "unimportant"
        redis = {e.id: e for e in database.affected("Debian:10", "redis")}
        assert redis["DSA-4480-1"].ranges[0].fixed == "5:5.0.3-4+deb10u1"
        assert {e.state for e in database.affected("Wolfi", "coreutils")} == {"not-affected"}
        curl = {e.id: e.ranges[0].fixed for e in database.affected("Alpine:v3.16", "apache2")}
        assert curl["ALPINE-CVE-2017-9798"] == "2.4.27-r1"


def test_all_dumps_fit_their_bounds(tmp_path: Path) -> None:
    """All 120,000 records make a database below 60 MB with no issue."""
    folder = shared("advisories")
    sources = sorted(
        str(path) for kind in ("osv", "osv-converted") for path in folder.glob(f"{kind}/*/all.zip")
    )
    report = build_database(sources, tmp_path / "a.db")
    assert report.issues == []
    assert report.advisories > 118_000
    assert report.size_bytes < 60_000_000
