"""The cache as people and scripts meet it: quicker, told in the ledger, and easily done without."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from advisory_feeds import osv_record, write_dump
from hullmark.__main__ import main
from image_builder import BuiltImage, blob_path, build_image, write_layout
from registry_server import RegistryServer
from source_tree import REPOSITORY


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def _image() -> BuiltImage:
    return build_image(
        [
            {"etc/os-release": b'ID=debian\nVERSION_ID="12"\n'},
            {"app/d-1.dist-info/METADATA": b"Name: Demo.Package\nVersion: 1.0\n\n"},
        ]
    )


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """Write a small image with a vulnerable package."""
    return write_layout(tmp_path / "image", {"1.0": _image()})


@pytest.fixture
def database(tmp_path: Path) -> str:
    """Build a database that knows one flaw of it."""
    return _build(tmp_path, "one.db", "GHSA-aaaa-bbbb-cccc")


def _build(tmp_path: Path, name: str, *identifiers: str) -> str:
    folder = tmp_path / f"feeds-{name}"
    folder.mkdir()
    write_dump(folder / "all.zip", *(osv_record(each, aliases=[]) for each in identifiers))
    assert main(["db", "build", str(folder), "--db", str(tmp_path / name), "-q"]) == 0
    return str(tmp_path / name)


def _scan(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    capsys.readouterr()
    main(["scan", *arguments, "--format", "json"])
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def _packages(document: dict[str, Any]) -> tuple[str, str]:
    (row,) = (row for row in document["ledger"] if row["check"] == "packages")
    return row["status"], row["reason"]


def _told(document: dict[str, Any]) -> dict[str, Any]:
    """Return a result without its moment and without how it was come by."""
    ledger = [row for row in document["ledger"] if row["check"] != "packages"]
    left_out = ("created", "duration_s", "ledger")
    return {key: value for key, value in document.items() if key not in left_out} | {"rest": ledger}


def test_a_second_scan_says_the_same_and_where_it_knows_it_from(
    image: Path, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Same components, findings and verdict; the ledger says ``cached``."""
    arguments = (f"oci:{image}", "--db", database)
    cold, warm = _scan(capsys, *arguments), _scan(capsys, *arguments)
    assert _packages(cold)[0] == "ran"
    assert _packages(warm) == ("cached", _packages(cold)[1] + ", 2 of 2 layers from the cache")
    assert _told(cold) == _told(warm)
    assert cold["findings"]


def test_new_advisories_are_matched_against_known_layers(
    image: Path, database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The cache holds what was concluded from one database, and never gives it for another."""
    _scan(capsys, f"oci:{image}", "--db", database)
    newer = _build(tmp_path, "two.db", "GHSA-aaaa-bbbb-cccc", "GHSA-dddd-eeee-ffff")
    warm = _scan(capsys, f"oci:{image}", "--db", newer)
    assert _packages(warm)[0] == "cached"
    assert len([1 for each in warm["findings"] if each["kind"] == "vulnerability"]) == 2
    again = _scan(capsys, f"oci:{image}", "--db", database)
    assert len([1 for each in again["findings"] if each["kind"] == "vulnerability"]) == 1


def test_two_names_of_one_image_are_two_targets(
    image: Path, database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Findings name the target that was asked for, not the one that was scanned first."""
    copy = write_layout(tmp_path / "copy", {"1.0": _image()})
    _scan(capsys, f"oci:{image}", "--db", database)
    warm = _scan(capsys, f"oci:{copy}", "--db", database)
    plain = _scan(capsys, f"oci:{copy}", "--db", database, "--no-cache")
    assert _packages(warm)[0] == "cached"
    assert _told(warm) == _told(plain)


def test_no_cache_reads_and_keeps_nothing(
    image: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither by flag nor by setting."""
    _scan(capsys, f"oci:{image}", "--no-cache")
    (tmp_path / "hullmark.toml").write_text("cache = false\n")
    _scan(capsys, f"oci:{image}")
    assert not (tmp_path / "home/cache").exists()
    (tmp_path / "hullmark.toml").unlink()
    _scan(capsys, f"oci:{image}")
    assert _packages(_scan(capsys, f"oci:{image}", "--no-cache"))[0] == "ran"


def test_only_no_cache_notices_a_layer_that_was_changed_on_disk(
    image: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is known of a digest is told of it; verifying the copy at hand takes reading it."""
    blob = image / blob_path(_image().layers[1].digest)
    _scan(capsys, f"oci:{image}")
    content = blob.read_bytes()
    blob.write_bytes(content[:4] + b"\1" + content[5:])
    assert _packages(_scan(capsys, f"oci:{image}"))[0] == "cached"
    assert main(["scan", f"oci:{image}", "--no-cache"]) == 1
    assert "HM5" in capsys.readouterr().err


def test_known_layers_are_not_pulled(capsys: pytest.CaptureFixture[str]) -> None:
    """A registry is asked for the documents of an image, and for the layers that are new."""
    base = _image()
    other = build_image(
        [
            {"etc/os-release": b'ID=debian\nVERSION_ID="12"\n'},
            {"app/e-1.dist-info/METADATA": b"Name: Other\nVersion: 1.0\n\n"},
        ]
    )
    with RegistryServer() as server:
        server.add("demo", "1", base)
        server.add("demo", "2", other)
        cold = _scan(capsys, f"registry:{server.host}/demo:1")
        pulled = [len(server.asked(layer.digest)) for layer in base.layers]
        warm = _scan(capsys, f"registry:{server.host}/demo:1")
        assert pulled == [len(server.asked(layer.digest)) for layer in base.layers]
        assert _packages(warm)[0] == "cached"
        assert _told(cold) == _told(warm)
        mixed = _scan(capsys, f"registry:{server.host}/demo:2")
        assert pulled == [len(server.asked(layer.digest)) for layer in base.layers]
        assert "1 of 2 layers from the cache" in _packages(mixed)[1]
        assert {each["name"].lower() for each in mixed["components"]} == {"other"}


def test_a_known_layer_whose_entry_is_broken_is_pulled_after_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The registry is asked for it once it is missed."""
    with RegistryServer() as server:
        server.add("demo", "1", _image())
        cold = _scan(capsys, f"registry:{server.host}/demo:1")
        for entry in (tmp_path / "home/cache/entries").iterdir():
            entry.write_bytes(entry.read_bytes()[:-1])
        again = _scan(capsys, f"registry:{server.host}/demo:1")
        assert _packages(again)[0] == "ran"
        assert _told(cold) == _told(again)
        assert len(server.asked(_image().layers[1].digest)) == 2


def test_a_cache_that_cannot_be_kept_is_a_remark(
    image: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The scan says so once, on standard error, and is otherwise the same."""
    plain = _scan(capsys, f"oci:{image}", "--no-cache")
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "home/cache").write_bytes(b"in the way")
    main(["scan", f"oci:{image}", f"oci:{image}", "--format", "json"])
    out, err = capsys.readouterr()
    assert err.count("warning HM7020") == 1
    assert "HULLMARK_HOME" in err
    assert _packages({"ledger": json.loads(out)["ledger"][:1]})[0] == "ran"
    assert _told(_scan(capsys, f"oci:{image}")) == _told(plain)
    main(["scan", f"oci:{image}", "--quiet"])
    assert capsys.readouterr().err == ""


def test_a_full_cache_is_a_remark_too(
    image: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where entries cannot be written, they are not, and the scan goes on."""
    main(["scan", f"oci:{image}"])
    main(["cache", "clear", "-q"])
    (tmp_path / "home/cache/entries").write_bytes(b"")
    capsys.readouterr()
    main(["scan", f"oci:{image}", "--format", "json"])
    out, err = capsys.readouterr()
    assert err.count("warning HM7020") == 1
    assert _packages(json.loads(out))[0] == "ran"


def test_scans_at_the_same_time_share_a_cache(
    image: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Several processes that begin with no cache at all: each has the result of one alone."""
    plain = _scan(capsys, f"oci:{image}", "--no-cache")
    command = [sys.executable, "-m", "hullmark", "scan", f"oci:{image}", "--format", "json"]
    environment = {
        "PYTHONPATH": str(REPOSITORY / "src"),
        "HULLMARK_HOME": str(tmp_path / "home"),
        "PATH": os.environ["PATH"],
    }
    scans = [
        subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    for scan in scans:
        out, err = scan.communicate()
        assert err == ""
        assert _told(json.loads(out)) == _told(plain)
    assert _packages(_scan(capsys, f"oci:{image}"))[0] == "cached"


def test_status_prune_and_clear(
    image: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """People see how much there is; scripts get numbers; both can make it less."""
    assert main(["cache", "status"]) == 0
    assert "0 entries" in capsys.readouterr().out
    main(["scan", f"oci:{image}", "-q"])
    capsys.readouterr()
    assert main(["cache", "status", "--format", "json"]) == 0
    status = json.loads(capsys.readouterr().out)
    assert status["enabled"] is True
    assert status["folder"] == str(tmp_path / "home/cache")
    assert status["kinds"] == {
        "base": 1,
        "checked": 1,
        "code": 1,
        "inventory": 1,
        "layer": 1,
        "matched": 1,
        "text": 1,
    }
    assert 0 < status["size_bytes"] < status["limit_bytes"] == 1024**3
    assert status["oldest_use_at"].endswith("+00:00")
    assert main(["cache", "status"]) == 0
    assert "7 entries" in capsys.readouterr().out
    assert main(["cache", "prune", "--limit", "1kB"]) == 0
    assert "MB freed" in capsys.readouterr().err
    assert main(["cache", "clear", "--quiet"]) == 0
    assert capsys.readouterr().err == ""
    main(["cache", "status", "--format", "json"])
    assert json.loads(capsys.readouterr().out)["entries"] == 0


@pytest.mark.parametrize(
    ("text", "size_bytes"),
    [("1000", 1000), ("1kB", 1000), ("2 MiB", 2 * 1024**2), ("3g", 3 * 1000**3), ("0", 0)],
)
def test_limits_have_units(
    text: str, size_bytes: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As in a file, so in a flag."""
    (tmp_path / "hullmark.toml").write_text(f'cache_limit = "{text}"\n')
    main(["cache", "status", "--format", "json"])
    assert json.loads(capsys.readouterr().out)["limit_bytes"] == size_bytes


@pytest.mark.parametrize("text", ["much", "-1", "1.5GB", "1XB", "", "MB"])
def test_what_is_no_size_is_refused(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With exit status 2 and the spelling that works."""
    assert main(["cache", "prune", "--limit", text]) == 2
    assert "cache_limit" in capsys.readouterr().err


def test_a_limit_of_nothing_means_no_cache(
    image: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """There is no use in keeping what is removed at once."""
    (tmp_path / "hullmark.toml").write_text("cache_limit = 0\n")
    _scan(capsys, f"oci:{image}")
    assert not (tmp_path / "home/cache").exists()
