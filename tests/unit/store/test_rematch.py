"""After an update of the advisories, only what they say anew is judged anew."""

import json
from dataclasses import replace as replace_settings
from pathlib import Path

import pytest
from msgspec.structs import replace

from hullmark.advisories.update import build_from
from hullmark.config.settings import Settings
from hullmark.kernel.secret_text import SecretText
from hullmark.model.component import Component, Distribution
from hullmark.model.finding import Source
from hullmark.model.scan import ScanResult
from hullmark.notify.notice import Notice
from hullmark.pipeline.remembering import rematch_notice
from hullmark.pipeline.remembering.affected import affected
from hullmark.pipeline.remembering.memory import find_previous, remember
from hullmark.pipeline.remembering.rematch import Rematched, rematch
from hullmark.pipeline.remembering.when import when
from hullmark.store.place import Place
from store_cases import NAME, package, result

DEBIAN = Distribution(id="debian", version="12", codename="bookworm")


def _record(
    identifier: str, ecosystem: str, name: str, fixed: str, **more: object
) -> dict[str, object]:
    return {
        "id": identifier,
        "modified": "2026-01-01T00:00:00Z",
        "summary": f"flaw in {name}",
        "affected": [
            {
                "package": {"ecosystem": ecosystem, "name": name},
                "ranges": [
                    {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": fixed}]}
                ],
            }
        ],
        **more,
    }


def _database(folder: Path, *records: dict[str, object]) -> Path:
    folder.mkdir()
    feed = folder / "feed"
    feed.mkdir()
    for record in records:
        (feed / f"{record['id']}.json").write_text(json.dumps(record))
    build_from([str(feed)], folder / "advisories.db")
    return folder / "advisories.db"


def _settings(place: Place, database: Path) -> Settings:
    url = place.path or place.url.replace("+psycopg", "")
    return Settings(store_url=url, database=database)


def _image(*components: Component, at: int = 0, tag: str = "1") -> ScanResult:
    given = result([], components=components, at=at, tag=tag, build=int(tag))
    target = replace(given.targets[0], distribution=DEBIAN)
    return replace(given, targets=(target,))


def _deb(name: str, version: str, source: str) -> Component:
    return replace(
        package(name, version, layer=0), type="deb", ecosystem="", source_name=source,
        source_version=version, purl=f"pkg:deb/debian/{name}@{version}",
    )  # fmt: skip


REQUESTS = _record("CVE-2026-0001", "PyPI", "requests", "2.0")
ZLIB = _record("DEBIAN-CVE-2026-0002", "Debian:12", "zlib", "1.3", aliases=["CVE-2026-0002"])


@pytest.fixture
def recorded(place: Place, tmp_path: Path) -> tuple[Place, Path]:
    """Give a store with one image, and a database that knows of one flaw in it."""
    database = _database(tmp_path / "old", REQUESTS)
    image = _image(
        package("requests", "1.0"), package("flask", "1.0"), _deb("zlib1g", "1.2", "zlib")
    )
    remember(image, settings=_settings(place, database), command="scan")
    return place, database


def _run(place: Place, database: Path, **more: bool) -> Rematched:
    return rematch(settings=_settings(place, database), **more)


def test_a_new_flaw_is_found_without_the_image(
    recorded: tuple[Place, Path], tmp_path: Path
) -> None:
    """What is new has the cause advisory data, in languages and distributions alike."""
    place, old = recorded
    assert [each.identifier for each in _run(place, old).news] == ["CVE-2026-0001"]
    new = _database(tmp_path / "new", REQUESTS, ZLIB)
    found = _run(place, new)
    assert [(n.change, n.identifier, n.component) for n in found.news] == [
        ("new", "CVE-2026-0002", "zlib")
    ]
    assert found.packages < 3
    held = find_previous(_settings(place, new), _image().targets[0])
    assert held is not None
    assert {f.identifiers[0]: f.cause for f in held.findings} == {
        "CVE-2026-0001": "advisory data",
        "CVE-2026-0002": "advisory data",
    }


def test_the_same_data_again_changes_nothing(recorded: tuple[Place, Path]) -> None:
    """Neither a delta nor everything finds news twice."""
    place, old = recorded
    _run(place, old)
    for everything in (False, True):
        again = _run(place, old, everything=everything)
        assert (again.new, again.closed, again.changed) == (0, 0, 0)


def test_what_is_taken_back_is_closed(recorded: tuple[Place, Path], tmp_path: Path) -> None:
    """An advisory that no longer speaks of the version ends the finding; when says so."""
    place, old = recorded
    _run(place, old)
    new = _database(tmp_path / "new", _record("CVE-2026-0001", "PyPI", "requests", "0.5"), ZLIB)
    found = _run(place, new)
    assert {(n.change, n.identifier) for n in found.news} == {
        ("closed", "CVE-2026-0001"),
        ("new", "CVE-2026-0002"),
    }
    (life,) = when("CVE-2026-0001", settings=_settings(place, new))
    assert not life.is_open
    assert [(e.what, e.cause) for e in life.events] == [
        ("appeared", "advisory data"),
        ("went", "advisory data"),
    ]


def test_a_new_rating_is_a_change(recorded: tuple[Place, Path], tmp_path: Path) -> None:
    """What is said of the flaw counts as well as what is said of the package."""
    place, old = recorded
    _run(place, old)
    vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
    rated = _record(
        "CVE-2026-0001", "PyPI", "requests", "2.0", severity=[{"type": "CVSS_V3", "score": vector}]
    )
    found = _run(place, _database(tmp_path / "new", rated))
    assert [(n.change, n.severity.value) for n in found.news] == [("changed", "critical")]


def test_what_others_say_stays(place: Place, tmp_path: Path) -> None:
    """A finding that another scanner made too loses our voice, not its life."""
    database = _database(tmp_path / "old", REQUESTS)
    settings = _settings(place, database)
    remember(_image(package("requests", "1.0")), settings=settings, command="scan")
    _run(place, database)
    held = find_previous(settings, _image().targets[0])
    assert held is not None
    (finding,) = held.findings
    both = replace(
        finding, sources=(*finding.sources, Source(scanner="trivy", rule="CVE-2026-0001"))
    )
    later = _image(package("requests", "1.0"), at=5)
    target = later.targets[0].name
    later = replace(later, findings=(replace(both, target=target, cause=None),))
    remember(later, settings=settings, command="scan")
    new = _database(tmp_path / "new", ZLIB)
    found = _run(place, new)
    assert [(n.change, n.identifier) for n in found.news] == [("changed", "CVE-2026-0001")]
    held = find_previous(_settings(place, new), later.targets[0])
    assert held is not None
    assert [s.scanner for s in held.findings[0].sources] == ["trivy"]


def test_a_scan_with_other_data_is_looked_at_whole(
    recorded: tuple[Place, Path], tmp_path: Path
) -> None:
    """An image recorded after the last re-match, on older data, is not forgotten."""
    place, old = recorded
    new = _database(tmp_path / "new", REQUESTS, ZLIB)
    _run(place, new)
    remember(
        _image(_deb("zlib1g", "1.2", "zlib"), at=9), settings=_settings(place, old), command="scan"
    )
    found = _run(place, new)
    assert ("new", "CVE-2026-0002") in {(n.change, n.identifier) for n in found.news}


def test_old_images_are_found_by_flaw_and_by_range(
    recorded: tuple[Place, Path], tmp_path: Path
) -> None:
    """A flaw that was unknown at the time of the scan is found in the inventory."""
    place, _ = recorded
    new = _database(tmp_path / "new", REQUESTS, ZLIB)
    settings = _settings(place, new)
    remember(_image(package("requests", "3.0"), at=1, tag="2"), settings=settings, command="scan")
    for question in (
        "CVE-2026-0001",
        "requests<2",
        "pkg:pypi/requests@<2.0",
        "pkg:pypi/requests@1.0",
    ):
        found = affected(question, settings=settings)
        assert [each.target for each in found.images] == [f"{NAME}:1"], question
    assert [e.target for e in affected("CVE-2026-0002", settings=settings).images] == [f"{NAME}:1"]
    assert affected("requests>=2", settings=settings).images[0].is_current
    assert affected("CVE-1999-9999", settings=settings).images == ()


def test_new_critical_findings_are_told(
    recorded: tuple[Place, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One message names what is new and where; nothing is sent where nothing critical is new."""
    place, old = recorded
    _run(place, old)
    vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
    rated = {**ZLIB, "severity": [{"type": "CVSS_V3", "score": vector}]}
    new = _database(tmp_path / "new", REQUESTS, rated)
    settings = replace_settings(_settings(place, new), notify_urls=(SecretText("json://x"),))
    sent: list[Notice] = []

    def send(notice: Notice, _: object) -> int:
        sent.append(notice)
        return 1

    monkeypatch.setattr(rematch_notice, "send", send)
    assert rematch_notice.tell(_run(place, new), settings=settings) == 1
    assert "CVE-2026-0002 in zlib 1.2" in sent[0].body
    assert rematch_notice.tell(_run(place, new), settings=settings) == 0
