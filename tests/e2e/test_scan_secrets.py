"""Secrets of images as people and scripts meet them: told with every place, never with a value."""

import base64
import gzip
import json
import os
import random
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import hullmark
from hullmark.__main__ import main
from hullmark.report.formats import FORMATS
from image_builder import WHITEOUT, BuiltImage, Content, File, build_image, write_layout


def _random(size: int, seed: int) -> str:
    return "".join(random.Random(seed).choices(string.ascii_letters + string.digits, k=size))


TOKEN = "gh" + "p_" + _random(36, 1)
STRIPE = "sk_" + "live_" + _random(30, 2)
BUILD = "npm" + "_" + _random(36, 3)
PASSWORD = "Vq7#" + _random(12, 4)
VALUES = (TOKEN, STRIPE, BUILD, PASSWORD)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def _image() -> BuiltImage:
    env = f"STRIPE_KEY={STRIPE}\n".encode()
    return build_image(
        [
            {"etc/os-release": b'ID=debian\nVERSION_ID="12"\n', "srv/.env": env},
            {"app/config.py": f"token = '{TOKEN}'\n".encode()},
            {"app/config.py": f"# moved\ntoken = '{TOKEN}'\n".encode(), "srv/.env": WHITEOUT},
            {"app/copy.json": f'{{"t": "{TOKEN}"}}'.encode()},
        ],
        history=[
            {"created_by": "ADD rootfs.tar /"},
            {"created_by": f"ARG NPM_TOKEN={BUILD}", "empty_layer": True},
            {"created_by": f"RUN |1 NPM_TOKEN={BUILD} /bin/sh -c npm ci # buildkit"},
            {"created_by": f"ENV API_TOKEN={TOKEN}", "empty_layer": True},
            {"created_by": f"RUN curl -u deploy:{PASSWORD} https://repo.corp.io/x -o /x"},
            {"created_by": "COPY copy.json /app/"},
        ],
        settings={
            "Env": ["PATH=/usr/bin", f"API_TOKEN={TOKEN}"],
            "Cmd": ["app", f"--token={TOKEN}"],
            "Labels": {"build.token": BUILD},
        },
    )


@pytest.fixture
def image(tmp_path: Path) -> str:
    """Write an image with secrets in layers, environment, history and command."""
    return f"oci:{write_layout(tmp_path / 'image', {'1.0': _image()})}"


def _scan(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    capsys.readouterr()
    main(["scan", *arguments, "--format", "json"])
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def _secrets(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found = [each for each in document["findings"] if each["kind"] == "secret"]
    return {each["identifiers"][0]: each for each in found}


def _row(document: dict[str, Any]) -> dict[str, Any]:
    (row,) = [each for each in document["ledger"] if each["check"] == "secrets"]
    return dict(row)


def test_one_secret_in_many_places_is_one_finding(
    image: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Layers, environment, command and history are places of one finding."""
    found = _secrets(_scan(capsys, image))
    places = {(each["path"], each.get("layer_index")) for each in found["github-pat"]["locations"]}
    assert places >= {
        ("/app/config.py", 1),
        ("/app/config.py", 2),
        ("/app/copy.json", 3),
        ("image env", None),
        ("image command", None),
        ("image history", None),
    }
    assert found["npm-token"]["locations"][0]["path"].startswith("image ")
    assert ("image history", 1) in {
        (each["path"], each.get("layer_index")) for each in found["npm-token"]["locations"]
    }


def test_deleted_secret_is_told_with_the_layer_that_still_has_it(
    image: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a later layer deletes is still there to be read; what it replaces, too."""
    found = _secrets(_scan(capsys, image))
    assert "deleted in layer 2, still in layer 0" in found["stripe-key"]["message"]
    (place,) = found["stripe-key"]["locations"]
    assert (place["path"], place["note"]) == ("/srv/.env", "deleted in layer 2")
    notes = {each.get("layer_index"): each.get("note") for each in found["github-pat"]["locations"]}
    assert notes[1] == "replaced in layer 2"
    assert notes[2] is None


def test_no_value_is_in_any_report_in_the_cache_or_in_the_log(
    image: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Results, cache and debug log hold identities and masks, in plain or encoded form."""
    command = [sys.executable, "-m", "hullmark", "scan", image, "-vv"]
    paths = str(Path(hullmark.__file__).parents[1])
    done = subprocess.run(
        command,
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONPATH": paths},
    )
    for name in FORMATS:
        if name == "pdf":  # needs a browser, and is the HTML
            continue
        main(["scan", image, "--format", name])
    main(["scan", image, "--show", "findings", "--show", "ledger", "--show", "components"])
    told = capsys.readouterr()
    written = [done.stdout, done.stderr, told.out.encode(), *_files(tmp_path / "home")]
    assert b"\n" in done.stderr
    assert len(written) > 5
    for value in VALUES:
        plain = value.encode()
        for form in (plain, base64.b64encode(plain)[:-4], plain[6:], plain.hex().encode()):
            assert not [1 for each in written if form in each], value[:4]


def _files(folder: Path) -> Iterator[bytes]:
    from hullmark.native.cache.entry import open_entry

    secret = (folder / "cache" / "secret").read_bytes() if (folder / "cache").exists() else b""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            yield data
            kind, _, key = path.name.rpartition("-")
            if kind and path.parent.name == "entries":
                yield open_entry(data, key=bytes.fromhex(key), secret=secret)


def test_warm_scan_says_the_same(image: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Secrets come from the cache like everything else, with the same identities and places."""
    cold, warm = _scan(capsys, image), _scan(capsys, image)
    assert _secrets(cold) == _secrets(warm) != {}
    assert cold["targets"] == warm["targets"]


def test_search_can_be_switched_off_and_the_ledger_says_so(
    image: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """No secret is told with ``--no-secrets``, whatever an earlier scan kept."""
    assert _secrets(_scan(capsys, image))
    off = _scan(capsys, image, "--no-secrets")
    assert not _secrets(off)
    assert (_row(off)["status"], _row(off)["reason"]) == ("skipped", "switched off")
    assert _secrets(_scan(capsys, image))


def test_other_key_gives_other_identities(
    image: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was cached under one key does not answer under another."""
    first = _secrets(_scan(capsys, image))["github-pat"]["id"]
    monkeypatch.setenv("HULLMARK_SECRET_KEY", "another key of enough letters")
    assert _secrets(_scan(capsys, image))["github-pat"]["id"] != first


def test_root_file_system_and_compressed_files_are_searched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A directory is looked through like a layer; a dump behind gzip is text, too."""
    root = tmp_path / "root"
    (root / "etc").mkdir(parents=True)
    (root / "srv").mkdir()
    (root / "etc/os-release").write_text("ID=debian\n")
    (root / "srv/dump.sql.gz").write_bytes(gzip.compress(f"x\nt = '{TOKEN}'\n".encode()))
    found = _secrets(_scan(capsys, f"rootfs:{root}"))
    (place,) = found["github-pat"]["locations"]
    assert (place["path"], place["line"], place.get("layer_index")) == ("/srv/dump.sql.gz", 2, None)


def test_large_text_is_read_in_blocks_and_binaries_are_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A secret beyond the first megabytes is found; a file with NUL bytes is no text."""
    text = b"some words in a line\n" * 200_000
    layers: list[dict[str, Content]] = [
        {
            "srv/big.log": text + f"t = '{TOKEN}'\n".encode(),
            "srv/data.bin": b"\0" + STRIPE.encode(),
            "bin/tool": File(f"K='{BUILD}'".encode().ljust(40), mode=0o4755),
        }
    ]
    layout = write_layout(tmp_path / "image", {"1": build_image(layers)})
    found = _secrets(_scan(capsys, f"oci:{layout}", "--no-cache"))
    assert found["github-pat"]["locations"][0]["line"] == 200_001
    assert "stripe-key" not in found
