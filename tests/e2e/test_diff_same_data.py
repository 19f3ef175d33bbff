"""``hullmark diff --same-data``: what code did is told from what data did, over real scans."""

import json
from pathlib import Path
from typing import Any

import pytest

from hullmark.__main__ import main
from hullmark.advisories.update import build_from
from image_builder import build_image, write_layout

RELEASE = b'ID=debian\nVERSION_ID="12"\n'


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def _database(tmp_path: Path, name: str, **fixed: str) -> Path:
    """Build a database in which each flaw is fixed in a version of the package of its name."""
    feed = tmp_path / f"{name}-feed"
    feed.mkdir()
    for number, (package, version) in enumerate(sorted(fixed.items())):
        identifier = f"CVE-2026-{sum(map(ord, package)):05}"
        events = [{"introduced": "0"}, {"fixed": version}]
        record = {
            "id": identifier,
            "modified": f"2026-01-{number + 1:02}T00:00:00Z",
            "affected": [
                {
                    "package": {"ecosystem": "Debian:12", "name": package},
                    "ranges": [{"type": "ECOSYSTEM", "events": events}],
                }
            ],
        }
        (feed / f"{identifier}.json").write_text(json.dumps(record))
    path = tmp_path / f"{name}.db"
    build_from([str(feed)], path, matching_only=False)
    return path


def _scan(tmp_path: Path, tag: str, database: Path, **packages: str) -> None:
    status = "".join(
        f"Package: {name}\nStatus: install ok installed\nVersion: {version}\n\n"
        for name, version in packages.items()
    )
    files = {"etc/os-release": RELEASE, "var/lib/dpkg/status": status.encode()}
    write_layout(tmp_path / "shop", {tag: build_image([files])})
    main(["scan", f"oci:{tmp_path}/shop:{tag}", "--quiet", "--db", str(database)])


def _diff(capfd: pytest.CaptureFixture[str], *arguments: str) -> Any:
    capfd.readouterr()
    assert main(["diff", *arguments, "--same-data", "--format", "json"]) == 0
    return json.loads(capfd.readouterr().out)


def _told(part: Any) -> tuple[str, list[tuple[str, str, str]]]:
    found = [(each["state"], each["component"], each["cause"]) for each in part["findings"]]
    return part["moved"], sorted(found)


def test_code_is_told_from_data(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Between two scans a package came with a flaw, and a flaw of an old package became known."""
    old = _database(tmp_path, "old", bash="6", curl="9")
    new = _database(tmp_path, "new", bash="6", curl="9", zlib="2")
    _scan(tmp_path, "1", old, bash="5", zlib="1")
    _scan(tmp_path, "2", new, bash="5", zlib="1", curl="8")

    by_new = _diff(capfd, "1", "2", "--db", str(new))
    assert [_told(part) for part in by_new["parts"]] == [
        ("data", [("new", "zlib", "advisory data")]),
        ("code", [("new", "curl", "code")]),
        ("data", []),
    ]
    by_old = _diff(capfd, "1", "2", "--db", str(old))
    assert [_told(part) for part in by_old["parts"]] == [
        ("data", []),
        ("code", [("new", "curl", "code")]),
        ("data", [("new", "zlib", "advisory data")]),
    ]


def test_one_scan_is_held_against_other_data(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """An old inventory under the data of today, without a pull; the table says the same."""
    old, new = _database(tmp_path, "old", bash="6"), _database(tmp_path, "new", zlib="2")
    _scan(tmp_path, "1", old, bash="5", zlib="1")
    found = _diff(capfd, "1", "--db", str(new))
    assert [_told(part) for part in found["parts"]] == [
        ("data", [("absent", "bash", "advisory data"), ("new", "zlib", "advisory data")])
    ]
    assert main(["diff", "1", "--same-data", "--db", str(new)]) == 0
    assert "1 new, 0 updated, 1 gone, " in capfd.readouterr().out


def test_without_the_flag_one_scan_is_nothing_to_compare(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The hint names the flag."""
    _scan(tmp_path, "1", _database(tmp_path, "old", bash="6"), bash="5")
    capfd.readouterr()
    assert main(["diff", "1"]) == 3
    assert "--same-data" in capfd.readouterr().err
