"""The verbs that ask the store, from the command line, over real scans."""

import json
from pathlib import Path
from typing import Any
from xml.dom import minidom

import pytest

from hullmark.__main__ import main
from image_builder import build_image, write_layout

RELEASE = b'ID=debian\nVERSION_ID="12"\n'


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def _scan(tmp_path: Path, tag: str, *packages: tuple[str, str]) -> None:
    status = "".join(
        f"Package: {name}\nStatus: install ok installed\nVersion: {version}\n\n"
        for name, version in packages
    )
    files = {"etc/os-release": RELEASE, "var/lib/dpkg/status": status.encode()}
    write_layout(tmp_path / "shop", {tag: build_image([files])})
    main(["scan", f"oci:{tmp_path}/shop:{tag}", "--quiet"])


def _answer(capfd: pytest.CaptureFixture[str], *arguments: str) -> Any:
    capfd.readouterr()
    assert main([*arguments, "--format", "json"]) == 0
    return json.loads(capfd.readouterr().out)


def test_two_builds_are_told_apart(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """History lists both scans, diff says which package moved, affected finds the older image."""
    _scan(tmp_path, "1.0", ("zlib1g", "1:1.2.11"), ("bash", "5.2"))
    _scan(tmp_path, "1.1", ("zlib1g", "1:1.2.13"), ("bash", "5.2"))
    looks = _answer(capfd, "history", "shop")
    assert [each["scan"] for each in looks] == [2, 1]
    found = _answer(capfd, "diff", "1", "2")
    assert found["packages"] == [
        {"type": "deb", "name": "zlib1g", "before": ["1:1.2.11"], "after": ["1:1.2.13"]}
    ]
    assert _answer(capfd, "diff", "shop")["packages"] == found["packages"]
    images = _answer(capfd, "affected", "zlib1g<1:1.2.12")["images"]
    assert [each["is_current"] for each in images] == [False]
    assert len(_answer(capfd, "affected", "bash>=5")["images"]) == 2


def test_every_question_has_a_table(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Each verb says something to people as well."""
    _scan(tmp_path, "1.0", ("zlib1g", "1:1.2.11"))
    for arguments in (
        ["history"], ["history", "shop"], ["trend", "--days", "3"], ["posture"],
        ["affected", "zlib1g"], ["store", "status"], ["store", "check"],
        ["store", "prune", "--keep-days", "1"], ["store", "migrate"],
    ):  # fmt: skip
        capfd.readouterr()
        assert main(arguments) == 0, arguments
        told = capfd.readouterr()
        assert told.out or told.err, arguments


def test_a_trend_is_drawn(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The chart is one SVG document, whatever images are called."""
    _scan(tmp_path, "1.0", ("zlib1g", "1:1.2.11"))
    capfd.readouterr()
    assert main(["trend", "--by", "image", "--format", "svg", "-o", "trend.svg"]) == 0
    document = minidom.parseString(capfd.readouterr().out)
    assert document.documentElement is not None
    assert document.documentElement.tagName == "svg"
    assert (tmp_path / "trend.svg").is_file()


def test_what_is_not_there_is_said(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Names, scans and findings that nobody recorded end with 3 and a hint."""
    assert main(["history", "nobody"]) == 3
    assert "HM7311" in capfd.readouterr().err
    _scan(tmp_path, "1.0", ("zlib1g", "1:1.2.11"))
    for arguments in (
        ["diff", "shop"],
        ["diff", "7", "8"],
        ["when", "CVE-1999-1"],
        ["diff", "x~9"],
    ):
        assert main(arguments) == 3, arguments
    assert main(["affected", "<<<"]) == 2


def test_a_store_moves_through_a_file(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """An export is imported elsewhere, once; what was there stays."""
    _scan(tmp_path, "1.0", ("zlib1g", "1:1.2.11"))
    assert main(["store", "export", "out.db"]) == 0
    assert main(["store", "export", "out.db"]) == 1  # nothing is overwritten
    for expected in ("1 scans imported, 0 were there", "0 scans imported, 1 were there"):
        capfd.readouterr()
        assert main(["store", "import", "out.db", "--store", "other.db"]) == 0
        assert expected in capfd.readouterr().err
    assert [e["scan"] for e in _answer(capfd, "history", "shop", "--store", "other.db")] == [1]


def test_nothing_is_recorded_against_ones_will(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """``--no-store`` and the settings file are obeyed."""
    files = {"etc/os-release": RELEASE}
    write_layout(tmp_path / "shop", {"1.0": build_image([files])})
    main(["scan", f"oci:{tmp_path}/shop:1.0", "--no-store"])
    (tmp_path / "hullmark.toml").write_text('[store]\nurl = "kept/here.db"\n')
    main(["scan", f"oci:{tmp_path}/shop:1.0"])
    assert not (tmp_path / "home" / "store.db").exists()
    assert (tmp_path / "kept" / "here.db").is_file()
    assert len(_answer(capfd, "history")) == 1


def test_settings_are_shown_without_the_password(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The URL of the store may hold one; whoever reads a log of CI must not."""
    monkeypatch.setenv("HULLMARK_STORE_URL", "postgresql://me:hush@host/db")
    assert main(["config", "show"]) == 0
    told = capfd.readouterr().out
    assert 'store_url = "postgresql://me:***@host/db"' in told
    assert "hush" not in told
