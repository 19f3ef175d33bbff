"""`--build` with a real builder: every stage of a repository becomes an image that is scanned."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from hullmark.__main__ import main

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(shutil.which("buildah") is None, reason="Buildah is not installed"),
]

_DOCKERFILE = """FROM scratch AS base
COPY root/ /
FROM base AS build
ARG NAME=demo
COPY metadata /app/d-1.dist-info/METADATA
FROM base
COPY --from=build /app /app
USER 10001
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository that builds from nothing, and a builder with storage of its own."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("buildah",):
        (programs / name).symlink_to(str(shutil.which(name)))
    monkeypatch.setenv("PATH", f"{programs}:/usr/sbin:/sbin")
    monkeypatch.setenv("BUILDAH_ISOLATION", "chroot")
    monkeypatch.setenv("STORAGE_DRIVER", "vfs")
    storage = tmp_path / "storage.conf"
    storage.write_text(
        f'[storage]\ndriver = "vfs"\nrunroot = "{tmp_path}/run"\ngraphroot = "{tmp_path}/storage"\n'
    )
    monkeypatch.setenv("CONTAINERS_STORAGE_CONF", str(storage))
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/no.sock")
    monkeypatch.setenv("CONTAINER_HOST", f"unix://{tmp_path}/no.sock")
    probe = subprocess.run([programs / "buildah", "info"], capture_output=True, check=False)
    if probe.returncode:
        pytest.skip(f"Buildah does not work here: {probe.stderr.decode()[-200:]}")
    root = tmp_path / "shop"
    (root / "root/etc").mkdir(parents=True)
    (root / "root/etc/os-release").write_text('ID=debian\nVERSION_ID="12"\n')
    (root / "metadata").write_text("Name: Demo.Package\nVersion: 1.0\n\n")
    (root / "Dockerfile").write_text(_DOCKERFILE)
    return root


def _scan(root: Path, out: Path) -> dict[str, Any]:
    main(["scan", f"repo:{root}", "--build", "--no-store", "-q", "-o", f"json={out}"])
    document: dict[str, Any] = json.loads(out.read_text())
    return document


def test_every_stage_is_built_and_scanned(repository: Path, tmp_path: Path) -> None:
    """Base, intermediate and final stage are targets of their own; nothing is left in storage."""
    document = _scan(repository, tmp_path / "r.json")
    assert [each["name"] for each in document["targets"][1:]] == [
        "Dockerfile#base",
        "Dockerfile#build",
        "Dockerfile",
    ]
    found = {(each["target"], each["name"]) for each in document["components"]}
    assert ("Dockerfile#build", "Demo.Package") in found
    assert ("Dockerfile", "Demo.Package") in found
    rows = [each for each in document["ledger"] if "built with buildah" in each["reason"]]
    assert len(rows) == 3
    images = subprocess.run(
        ["buildah", "images", "--format", "{{.Name}}"], capture_output=True, check=True
    )
    assert b"hullmark-scan" not in images.stdout


def test_a_stage_that_does_not_build_is_a_failed_row(repository: Path, tmp_path: Path) -> None:
    """The builder's last words are told; other stages are scanned all the same."""
    (repository / "Dockerfile").write_text(_DOCKERFILE.replace("COPY metadata", "COPY missing"))
    document = _scan(repository, tmp_path / "r.json")
    rows = {each["check"]: each for each in document["ledger"]}
    assert rows["image Dockerfile stage base"]["status"] == "ran"
    broken = rows["image Dockerfile stage build"]
    assert broken["status"] == "failed"
    assert "HM3031" in broken["reason"]
    assert "missing" in broken["reason"]
    assert document["verdict"]["status"] in {"incomplete", "fail"}
