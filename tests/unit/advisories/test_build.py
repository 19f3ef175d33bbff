"""Feeds become a database, whole or not at all."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from advisory_feeds import (
    ADVISORY_LIST,
    ISSUE_LIST,
    affected,
    alpine_secdb,
    debian_tracker,
    kev,
    osv_record,
    write_dump,
    write_epss,
    write_json,
)
from hullmark.advisories import build as build_module
from hullmark.advisories.build import build_database
from hullmark.advisories.database import AdvisoryDatabase
from hullmark.advisories.errors import DatabaseWriteError, FeedError
from hullmark.advisories.record import Range


@pytest.fixture
def sources(tmp_path: Path) -> list[str]:
    """Return one source of each kind."""
    (tmp_path / "CVE").mkdir()
    (tmp_path / "CVE" / "list").write_text(ISSUE_LIST)
    (tmp_path / "DSA").mkdir()
    (tmp_path / "DSA" / "list").write_text(ADVISORY_LIST)
    return [
        str(write_dump(tmp_path / "PyPI" / "all.zip", osv_record(), osv_record("GHSA-x-y-z"))),
        str(write_json(tmp_path / "tracker.json", debian_tracker())),
        str(tmp_path / "CVE" / "list"),
        str(tmp_path / "DSA" / "list"),
        str(write_json(tmp_path / "alpine.json", alpine_secdb())),
        str(write_json(tmp_path / "kev.json", kev("CVE-2026-0001", "CVE-2025-1001"))),
        str(write_epss(tmp_path / "epss.csv.gz", ("CVE-2026-0001", 0.5, 0.9))),
        str(write_json(tmp_path / "debian.json", [{"cycle": "12", "eol": "2031-01-01"}])),
    ]


def rows(path: Path) -> dict[tuple[str, str], Any]:
    """Return everything a database says of every package and advisory."""
    with AdvisoryDatabase.open(path, thorough=True) as database:
        found: dict[tuple[str, str], Any] = {}
        for key in database.packages(database.ecosystems()):
            entries = database.affected(*key)
            found[key] = sorted(entries, key=lambda entry: entry.id)
            for entry in entries:
                found["advisory", entry.id] = database.advisory(entry.id)
        return found


def test_every_kind_of_feed_goes_in(sources: list[str], tmp_path: Path) -> None:
    """One database answers from all feeds, with aliases, ratings and priorities joined."""
    report = build_database(sources, tmp_path / "a.db")
    assert report.issues == []
    assert {source.kind for source in report.sources} == {
        "osv", "debian-tracker", "debian-advisories", "debian-issues", "alpine", "kev", "epss",
        "end-of-life",
    }  # fmt: skip
    with AdvisoryDatabase.open(tmp_path / "a.db", thorough=True) as database:
        advisory = database.advisory("GHSA-aaaa-bbbb-cccc")
        assert advisory is not None
        assert advisory.aliases == ("CVE-2026-0001", "GHSA-x-y-z")
        assert (advisory.epss, advisory.epss_percentile) == (0.5, 0.9)
        assert advisory.kev == "2026-02-03"
        assert advisory.summary == "A flaw in demo"
        assert advisory.references == ("https://example.org/advisory",)
        assert database.end_of_life("debian", "12.4") == "2031-01-01"
        assert database.end_of_life("alpine", "3.19.1") == "2025-11-01"
        assert database.has_ecosystem("Debian:12")
        assert not database.has_ecosystem("Debian:99")
        (entry,) = [
            e for e in database.affected("Debian:12", "demo") if "1000" in e.id and "2026" in e.id
        ]
        assert entry.ranges == (Range("0", "1.2-3+deb12u1"),)
        bundle = database.advisory("DSA-5865-1")
        assert bundle is not None
        assert bundle.covers == ("CVE-2025-1000", "CVE-2025-1001")
        assert bundle.kev == "2026-02-03"
        group = ("CVE-2026-0001", "GHSA-aaaa-bbbb-cccc", "GHSA-x-y-z")
        assert database.aliases("CVE-2026-0001") == group


def test_ratings_of_an_alias_are_joined(tmp_path: Path) -> None:
    """A distribution's record has the ratings of the CVE it is about."""
    debian = osv_record(
        "DEBIAN-CVE-2026-0001",
        aliases=None,
        upstream=["CVE-2026-0001"],
        severity=None,
        database_specific=None,
        affected=[affected("Debian:12", "demo", introduced="0")],
    )
    build_database([str(write_dump(tmp_path / "all.zip", osv_record(), debian))], tmp_path / "a.db")
    with AdvisoryDatabase.open(tmp_path / "a.db") as database:
        advisory = database.advisory("DEBIAN-CVE-2026-0001")
    assert advisory is not None
    assert {(s.source, s.score, s.level) for s in advisory.scores} == {
        ("ghsa", 9.8, ""),
        ("ghsa", 0.0, "critical"),
    }


def test_bad_records_are_listed_and_the_rest_is_built(tmp_path: Path) -> None:
    """One bad record costs itself; it is named with its cause."""
    folder = tmp_path / "records"
    write_json(folder / "good.json", osv_record())
    write_json(folder / "bad.json", {"id": "X-1", "affected": "words"})
    (folder / "cut.json").write_text('{"id": "X-2", "aff')
    (folder / "README.md").write_text("# about\n")
    write_json(folder / "gone.json", osv_record("X-3", withdrawn="2026-01-01T00:00:00Z"))
    report = build_database([str(folder)], tmp_path / "a.db")
    (source,) = report.sources
    assert (source.records, report.withdrawn, source.ignored_count) == (1, 1, 1)
    assert [issue.path.rpartition(": ")[2] for issue in report.issues] == ["bad.json", "cut.json"]
    assert source.ignored == ["README.md"]


def test_newest_copy_of_a_record_wins(tmp_path: Path) -> None:
    """Of one id in two dumps the later modification counts, wherever it stands."""
    older = osv_record(affected=[affected("PyPI", "old", introduced="0")])
    newer = osv_record(
        modified="2026-03-01T00:00:00Z", affected=[affected("PyPI", "new", introduced="0")]
    )
    first = str(write_dump(tmp_path / "one.zip", older, osv_record("GHSA-other")))
    second = str(write_dump(tmp_path / "two.zip", newer))
    for order in ([first, second], [second, first]):
        build_database(order, tmp_path / "a.db", incremental=False)
        with AdvisoryDatabase.open(tmp_path / "a.db") as database:
            assert database.affected("PyPI", "old") == ()
            assert len(database.affected("PyPI", "new")) == 1
            assert len(database.affected("PyPI", "demo-package")) == 1


def test_publishers_own_feed_is_believed_before_a_copy(tmp_path: Path) -> None:
    """The tracker's word counts over an OSV copy of the same record, package by package."""
    copy = osv_record(
        "DEBIAN-CVE-2026-1000",
        aliases=None,
        affected=[
            affected("Debian:12", "demo", introduced="0"),
            affected("Debian:12", "second", introduced="0"),
        ],
    )
    dump = str(write_dump(tmp_path / "all.zip", copy))
    tracker = str(write_json(tmp_path / "tracker.json", debian_tracker()))
    build_database([dump, tracker], tmp_path / "a.db")
    with AdvisoryDatabase.open(tmp_path / "a.db") as database:
        ours = [e for e in database.affected("Debian:12", "demo") if e.id == copy["id"]]
        assert [e.ranges for e in ours] == [(Range("0", "1.2-3+deb12u1"),)]
        assert len(database.affected("Debian:12", "second")) == 1


def test_unchanged_sources_are_taken_over(sources: list[str], tmp_path: Path) -> None:
    """A second build reads only what changed, and gives what a build from nothing gives."""
    build_database(sources, tmp_path / "a.db")
    write_dump(Path(sources[0]), osv_record(summary="changed"), osv_record("GHSA-new"))
    report = build_database(sources, tmp_path / "a.db")
    carried = {source.kind for source in report.sources if source.carried}
    assert carried == {"debian-tracker", "debian-advisories", "debian-issues", "alpine"}
    build_database(sources, tmp_path / "b.db")
    assert rows(tmp_path / "a.db") == rows(tmp_path / "b.db")


def test_a_record_shadowed_before_comes_back(tmp_path: Path) -> None:
    """When the newer copy vanishes, the older one in an unchanged dump counts again."""
    older = osv_record(affected=[affected("PyPI", "old", introduced="0")])
    newer = osv_record(modified="2026-03-01T00:00:00Z")
    first = str(write_dump(tmp_path / "one.zip", older))
    second = write_dump(tmp_path / "two.zip", newer)
    build_database([first, str(second)], tmp_path / "a.db")
    write_dump(second, osv_record("GHSA-unrelated", aliases=None))
    build_database([first, str(second)], tmp_path / "a.db")
    with AdvisoryDatabase.open(tmp_path / "a.db") as database:
        assert len(database.affected("PyPI", "old")) == 1


def test_a_source_no_longer_named_is_gone(sources: list[str], tmp_path: Path) -> None:
    """The database holds what the last build named and nothing else."""
    build_database(sources, tmp_path / "a.db")
    build_database(sources[:1], tmp_path / "a.db")
    with AdvisoryDatabase.open(tmp_path / "a.db") as database:
        assert database.ecosystems() == ("PyPI",) or not database.affected("Debian:12", "demo")
        assert len(database.info.sources) == 1


def test_matching_only_leaves_texts_out(sources: list[str], tmp_path: Path) -> None:
    """A matching database has every verdict and no prose."""
    build_database(sources, tmp_path / "a.db", matching_only=True)
    with AdvisoryDatabase.open(tmp_path / "a.db") as database:
        advisory = database.advisory("GHSA-aaaa-bbbb-cccc")
        assert database.info.kind == "matching"
    assert advisory is not None
    assert (advisory.summary, advisory.details, advisory.references) == ("", "", ())
    assert advisory.scores


def test_workers_give_what_one_process_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading in other processes changes nothing but the time."""
    dumps = [
        str(
            write_dump(
                tmp_path / f"{n}.zip",
                *(osv_record(f"X-{n}-{i}", aliases=[f"CVE-2026-{i:04}"]) for i in range(600)),
            )
        )
        for n in range(3)
    ]
    build_database(dumps, tmp_path / "a.db")
    monkeypatch.setattr(build_module, "are_worthwhile", lambda _: True)
    build_database(dumps, tmp_path / "b.db")
    assert rows(tmp_path / "a.db") == rows(tmp_path / "b.db")


def test_a_script_without_a_guard_builds_all_the_same(tmp_path: Path) -> None:
    """Where worker processes cannot begin, the build reads by itself."""
    dumps = [str(write_dump(tmp_path / f"{n}.zip", osv_record(f"X-{n}"))) for n in range(2)]
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\nfrom hullmark.advisories import build\n"
        "build.are_worthwhile = lambda _: True\n"
        "print(build.build_database(sys.argv[2:], Path(sys.argv[1])).advisories)\n"
    )
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path / "a.db"), *dumps],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(build_module.__file__).parents[2])},
    )
    assert done.stdout == "2\n"


def test_workers_pass_errors_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive that breaks off in a worker is the same error as here."""
    good = write_dump(tmp_path / "good.zip", osv_record())
    bad = write_dump(tmp_path / "bad.zip", osv_record("GHSA-other"))
    monkeypatch.setattr(build_module, "are_worthwhile", lambda _: True)
    monkeypatch.setattr(build_module, "_kind", lambda _: "osv")
    monkeypatch.setattr(build_module, "_dictionary", lambda _: b"")
    bad.write_bytes(bad.read_bytes()[:-10])
    with pytest.raises(FeedError, match=r"bad\.zip"):
        build_database([str(good), str(bad)], tmp_path / "a.db")
    assert not (tmp_path / "a.db").exists()


@pytest.mark.parametrize("content", [b"", b"words", b"{}", b"PK\x03\x04", b"\x1f\x8bxx"])
def test_what_is_no_feed_is_refused(content: bytes, tmp_path: Path) -> None:
    """A file of no known kind is named; the database of before stays."""
    good = str(write_dump(tmp_path / "all.zip", osv_record()))
    build_database([good], tmp_path / "a.db")
    before = (tmp_path / "a.db").read_bytes()
    (tmp_path / "odd").write_bytes(content)
    with pytest.raises(FeedError, match="odd"):
        build_database([good, str(tmp_path / "odd")], tmp_path / "a.db")
    assert (tmp_path / "a.db").read_bytes() == before


def test_missing_source_is_named(tmp_path: Path) -> None:
    """A path that is not there is an error with the path."""
    with pytest.raises(FeedError, match="nowhere"):
        build_database([str(tmp_path / "nowhere")], tmp_path / "a.db")
    with pytest.raises(FeedError):
        build_database([], tmp_path / "a.db")


def test_interrupted_build_leaves_the_old_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C in the middle changes nothing and leaves no file behind."""
    source = str(write_dump(tmp_path / "all.zip", osv_record()))
    build_database([source], tmp_path / "a.db")
    before = (tmp_path / "a.db").read_bytes()

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(build_module, "close_groups", interrupt)
    with pytest.raises(KeyboardInterrupt):
        build_database([source], tmp_path / "a.db")
    assert (tmp_path / "a.db").read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.db", "all.zip"]


def test_what_a_killed_build_left_is_removed(tmp_path: Path) -> None:
    """The next build clears the scratch files of one that was killed."""
    source = str(write_dump(tmp_path / "all.zip", osv_record()))
    script = (
        "import sys, time; from pathlib import Path;"
        "from hullmark.advisories import build;"
        "build.close_groups = lambda *_: (print('here', flush=True), time.sleep(60));"
        "build.build_database([sys.argv[1]], Path(sys.argv[2]))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, source, str(tmp_path / "a.db")],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(build_module.__file__).parents[2])},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"here\n"
        process.send_signal(signal.SIGKILL)
    assert list(tmp_path.glob(".a.db.*"))
    assert not (tmp_path / "a.db").exists()
    build_database([source], tmp_path / "a.db")
    assert not list(tmp_path.glob(".a.db.*"))


def test_unwritable_place_is_an_error_with_a_hint(tmp_path: Path) -> None:
    """A folder that cannot be made or written is named."""
    source = str(write_dump(tmp_path / "all.zip", osv_record()))
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseWriteError) as caught:
        build_database([source], tmp_path / "file" / "a.db")
    assert caught.value.hint


def test_same_data_has_the_same_digest(
    sources: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Digest and, at a fixed time, bytes follow from the sources alone, in whatever order."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1770000000")
    first = build_database(sources, tmp_path / "a.db")
    second = build_database(list(reversed(sources)), tmp_path / "b.db")
    assert first.digest == second.digest
    build_database(sources, tmp_path / "c.db")
    assert (tmp_path / "a.db").read_bytes() == (tmp_path / "c.db").read_bytes()


def test_list_of_records_in_one_file(tmp_path: Path) -> None:
    """A single JSON file may hold one record or an array of them."""
    path = tmp_path / "many.json"
    path.write_text(json.dumps([osv_record("X-1"), osv_record("X-2"), osv_record("X-3")]))
    assert build_database([str(path)], tmp_path / "a.db").advisories == 3
