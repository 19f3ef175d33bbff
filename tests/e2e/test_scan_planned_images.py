"""`hullmark scan DIR` and the images that the repository names: what can be had is scanned."""

import json
from pathlib import Path
from typing import Any

import pytest

from hullmark.__main__ import main
from image_builder import build_image, docker_archive, write_layout
from registry_server import RegistryServer

_METADATA = b"Name: Demo.Package\nVersion: 1.0\n\n"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/no.sock")
    monkeypatch.setenv("CONTAINER_HOST", f"unix://{tmp_path}/no.sock")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository that stands on one image, runs another and builds a third."""
    root = tmp_path / "shop"
    root.mkdir()
    (root / "Dockerfile").write_text("FROM corp.example/base:1 AS build\nFROM build\n")
    (root / "compose.yaml").write_text(
        "services:\n"
        "  web:\n    build: .\n    image: corp.example/web:1\n"
        "  db:\n    image: corp.example/db:2\n"
    )
    return root


def _scan(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    capsys.readouterr()
    main(["scan", *arguments, "--no-store", "--format", "json"])
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def _images(document: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {
        row["check"].removeprefix("image "): (row["status"], row["reason"])
        for row in document["ledger"]
        if row["check"].startswith("image ") and row["check"] != "image graph"
    }


def test_nothing_is_fetched_unless_asked(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every image is a row that names the flag which has it scanned."""
    rows = _images(_scan(capsys, f"repo:{repository}"))
    assert {status for status, _ in rows.values()} == {"skipped"}
    assert "--pull" in rows["corp.example/base:1"][1]
    assert "--build" in rows["web"][1]


def test_images_of_archives_are_scanned_under_their_own_names(
    repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A layout and an archive of docker save answer for what they hold, and for nothing else."""
    image = build_image([{"app/d-1.dist-info/METADATA": _METADATA}])
    layout = write_layout(tmp_path / "layout", {"corp.example/base:1": image})
    saved = tmp_path / "saved.tar"
    saved.write_bytes(docker_archive({"corp.example/web:1": image}))
    document = _scan(
        capsys,
        f"repo:{repository}",
        *("--image-archive", str(layout), "--image-archive", str(saved)),
    )
    rows = _images(document)
    assert rows["corp.example/base:1"] == ("ran", f"base; from '{layout}'")
    assert rows["web"][0] == "ran"
    assert rows["corp.example/db:2"][0] == "skipped"
    names = [target["name"] for target in document["targets"]]
    assert names[1:] == ["corp.example/base:1", "corp.example/web:1"]
    assert {each["target"] for each in document["components"]} >= set(names[1:])


def test_pull_asks_registries_and_tells_what_they_do_not_have(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With ``--pull`` an image that cannot be had makes the scan incomplete."""
    with RegistryServer() as server:
        server.add("base", "1", build_image([{"app/d-1.dist-info/METADATA": _METADATA}]))
        root = tmp_path / "shop"
        root.mkdir()
        (root / "Dockerfile").write_text(f"FROM {server.host}/base:1\nFROM {server.host}/gone:1\n")
        rows = _images(_scan(capsys, f"repo:{root}", "--pull"))
    assert rows[f"{server.host}/base:1"] == ("ran", "base; from its registry")
    assert rows[f"{server.host}/gone:1"][0] in {"failed", "skipped"}


def test_no_image_is_looked_for_where_the_settings_say_so(
    repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``images = "none"`` leaves it at the repository itself."""
    (tmp_path / "hullmark.toml").write_text('images = "none"\n')
    document = _scan(capsys, f"repo:{repository}")
    assert len(document["targets"]) == 1
    assert {status for status, _ in _images(document).values()} == {"skipped"}


def test_no_builder_is_a_failed_row(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """``--build`` without a program that builds is told for each image, and the rest is scanned."""
    monkeypatch.setenv("PATH", "/nowhere")
    rows = _images(_scan(capsys, f"repo:{repository}", "--build"))
    assert rows["web"][0] == "failed"
    assert "HM3030" in rows["web"][1]
    assert rows["corp.example/base:1"][0] == "skipped"
