"""What stands under deploy/docker holds to our own checks, and its Makefile does what it lists."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import hullmark
from hullmark.__main__ import main

_ROOT = Path(__file__).parents[2]
_DOCKER = _ROOT / "deploy/docker"
_MAKEFILE = "deploy/docker/Makefile.docker"
_TARGETS = (
    "build-dev",
    "build-test",
    "build-prod",
    "security-dev",
    "security-test",
    "security-prod",
    "security-scan",
    "security-all",
    "aggregate-sarif",
)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")


def _make(*words: str) -> subprocess.CompletedProcess[str]:
    paths = str(Path(hullmark.__file__).parents[1])
    command = ["make", "-f", _MAKEFILE, *words, f"HULLMARK={sys.executable} -m hullmark"]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": paths},
        timeout=120,
    )


def test_files_pass_our_own_checks(tmp_path: Path) -> None:
    """No finding of our checks, of BuildKit's rules or (where it is installed) of hadolint."""
    out = tmp_path / "r.json"
    assert main(["check", str(_DOCKER), "-o", f"json={out}"]) == 0
    result: dict[str, Any] = json.loads(out.read_text())
    open_ones = [each for each in result["findings"] if not each["suppressed"]]
    assert [(each["identifiers"], each["message"]) for each in open_ones] == []
    assert all(each["suppression"] for each in result["findings"])
    (row,) = [each for each in result["ledger"] if each["check"] == "configuration"]
    assert (row["status"], row["reason"].split(" on ")[1]) == ("ran", "7 files")


def test_every_image_of_the_compose_files_is_known(tmp_path: Path) -> None:
    """Each service has an image, each build its Dockerfile, and nothing is left to chance."""
    out = tmp_path / "images.json"
    assert main(["images", str(_ROOT), "-o", str(out)]) == 0
    graph = json.loads(out.read_text())
    ours = [each for each in graph["nodes"] if _is_ours(each.get("place"))]
    services = {each["name"] for each in ours if each["kind"] == "service"}
    assert services == {"api", "worker", "beat", "monitoring", "postgres", "redis", "nginx"}
    loose = [each for each in graph["gaps"] if _is_ours(each["place"])]
    # The same images have the tag of a checkout in one file and that of a release in the other.
    assert {each["id"] for each in loose} <= {"HM-GRAPH-0006"}
    assert [each for each in graph["issues"] if each["path"].startswith("deploy/docker")] == []


def _is_ours(place: dict[str, Any] | None) -> bool:
    return place is not None and place["path"].startswith("deploy/docker/")


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_help_lists_every_target() -> None:
    """``help`` is where people look first."""
    done = _make("help")
    assert done.returncode == 0
    listed = {line.split()[0] for line in done.stdout.splitlines() if line.startswith("  ")}
    assert set(_TARGETS) <= listed


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_every_target_says_what_it_would_run() -> None:
    """A dry run of each ends well and names a file that is there."""
    for target in _TARGETS[:6]:
        done = _make("-n", target)
        assert done.returncode == 0, done.stderr
        words = done.stdout.split()
        assert (_ROOT / words[words.index("--file") + 1]).is_file()


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_reports_are_joined(tmp_path: Path) -> None:
    """``aggregate-sarif`` takes the files it is given; without any it says so."""
    (tmp_path / "Dockerfile").write_text("FROM python:latest\nUSER root\n")
    main(["check", str(tmp_path / "Dockerfile"), "-o", f"sarif={tmp_path / 'a.sarif'}"])
    shutil.copy(tmp_path / "a.sarif", tmp_path / "b.sarif")
    files = f"SARIF_FILES={tmp_path}/a.sarif {tmp_path}/b.sarif"
    done = _make("aggregate-sarif", files, f"OUTPUT={tmp_path}/all.sarif", f"OUT={tmp_path}")
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "all.sarif").read_text())["version"] == "2.1.0"
    assert _make("aggregate-sarif", "SARIF_FILES=", f"OUT={tmp_path}/none").returncode == 2
