"""Runs other engines on an image as it is now; their databases come from recorded ones."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import engine_reports as recorded
from corpus_data import shared
from hullmark.model.component import Component

_LIMIT_S = 600
_TRIVY = (
    *("--scanners=vuln", "--format=json", "--quiet", "--cache-backend=memory", "--offline-scan"),
    *("--skip-db-update", "--skip-java-db-update", "--skip-check-update", "--skip-version-check"),
    *("--disable-telemetry", "--ignorefile=/dev/null", "--config=/dev/null"),
)
"""Nothing from the network, and no file of the working folder obeyed."""


def live_components(layout: Path) -> list[Component]:
    """Return what our own scan finds in an image."""
    from hullmark.images.image import Image, ImageOptions
    from hullmark.images.open import open_target
    from hullmark.native.inventory import take_inventory
    from hullmark.ports.progress import SILENT
    from hullmark.shipped import CATALOGERS

    with open_target(str(layout), options=ImageOptions(), progress=SILENT) as opened:
        return [
            component
            for image in opened
            if isinstance(image, Image)
            for component in take_inventory(image, catalogers=CATALOGERS).components
        ]


def trivy(layout: Path) -> dict[str, Any] | None:
    """Run Trivy, which must not find another configuration where it stands."""
    if not shutil.which("trivy"):
        return None
    folder = _unpacked("trivy", ("db.tar.xz", "db"), ("java-db.tar.xz", "java-db"))
    document = _run(
        ["trivy", "image", "--input", str(layout), f"--cache-dir={folder}", *_TRIVY],
        folder,
    )
    return {"pairs": set(recorded.trivy_pairs(document))}


def grype(layout: Path) -> dict[str, Any] | None:
    """Run Grype on the image and on a bill of materials of it, which has no symbols."""
    if not shutil.which("grype"):
        return None
    folder = _unpacked("grype")
    document = _run(["grype", "-q", f"oci-dir:{layout}", "-o", "json"], folder)
    return {
        "pairs": set(recorded.grype_pairs(document)),
        "ignored": set(recorded.grype_pairs(document, ignored=True)),
        "elsewhere": set(recorded.grype_pairs(recorded.report("grype", "app-sbom"))),
        "packages": recorded.syft_packages(layout.name.removesuffix("-oci")),
    }


LIVE: dict[str, Callable[[Path], dict[str, Any] | None]] = {"Trivy": trivy, "Grype": grype}
"""Engine → how to ask it about an OCI layout; ``None`` where it is not on PATH."""


@cache
def _unpacked(engine: str, *archives: tuple[str, str]) -> Path:
    """Return a folder with an engine's recorded database, kept for the run."""
    folder = Path(_scratch().name) / engine
    for archive, below in archives:
        with tarfile.open(shared("scanner-data", engine, archive)) as packed:
            packed.extractall(folder / below, filter="data")
    if engine == "grype":
        folder.mkdir()
        _call(["grype", "db", "import", str(shared("scanner-data", "grype", "db.tar.xz"))], folder)
    return folder


@cache
def _scratch() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="engines-")


def _run(command: list[str], folder: Path) -> Any:
    return json.loads(_call(command, folder))


def _call(command: list[str], folder: Path) -> bytes:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "GRYPE_DB_CACHE_DIR": str(folder / "cache"),
        "GRYPE_DB_AUTO_UPDATE": "false",
        "GRYPE_DB_VALIDATE_AGE": "false",
        "GRYPE_CHECK_FOR_APP_UPDATE": "false",
    }
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, timeout=_LIMIT_S, check=False
    )
    if done.returncode:
        sys.exit(f"{command[0]} ended with {done.returncode}: {done.stderr.decode()[-2000:]}")
    return done.stdout
