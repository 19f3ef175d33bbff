"""Trivy: how it is called, offline and without obeying what lies about."""

import json
from collections.abc import Sequence
from pathlib import Path

from hullmark.ports.running import MIB, Call, Data, Form, Job, Runs

_OFFLINE = (
    "--cache-backend", "memory", "--skip-db-update", "--skip-java-db-update",
    "--skip-check-update", "--offline-scan", "--skip-version-check", "--disable-telemetry",
)  # fmt: skip
_VERBS = {
    Form.LAYOUT: ("image", "vuln,secret"),
    Form.TREE: ("fs", "vuln,secret,misconfig"),
    Form.ROOT: ("rootfs", "vuln,secret"),
    Form.SBOM: ("sbom", "vuln"),
}


def _calls(job: Job) -> Sequence[Call]:
    verb, scanners = _VERBS[job.form]
    if job.data is None:
        scanners = scanners.removeprefix("vuln").removeprefix(",")
    if not scanners:
        return ()
    # Two scans in one cache folder wait for each other; held in memory, one database serves all.
    cache = str(job.data or job.work / "cache")
    plain = ("--config", str(job.config)) if job.config else ("--ignorefile", "/dev/null")
    which = () if verb == "sbom" else ("--scanners", scanners)
    image = ("--image-config-scanners", "misconfig,secret") if verb == "image" else ()
    target = ("--input", str(job.path)) if verb == "image" else (str(job.path),)
    return (
        Call(
            arguments=(
                verb, "--format", "json", "--output", "report.json", "--quiet", *which, *image,
                "--cache-dir", cache, *_OFFLINE, *plain, *job.extra, *target,
            ),
            report="report.json",
        ),
    )  # fmt: skip


def _dated(folder: Path) -> str | None:
    """Return when the database was made: reports do not say it, and an old one is no error."""
    try:
        with (folder / "db" / "metadata.json").open("rb") as file:
            held = json.loads(file.read(64 * 1024))
    except (OSError, ValueError):
        return None
    told = held.get("UpdatedAt") if isinstance(held, dict) else None
    return told if isinstance(told, str) else None


def _fetch(folder: Path) -> Call:
    return Call(
        arguments=(
            "image", "--download-db-only", "--cache-dir", str(folder), "--skip-version-check",
            "--disable-telemetry", "--quiet",
        )
    )  # fmt: skip


RUNS = Runs(
    binary="trivy",
    takes={
        "image": Form.LAYOUT,
        "repo": Form.TREE,
        "rootfs": Form.ROOT,
        "sbom": Form.SBOM,
    },
    calls=_calls,
    check="vulnerabilities, secrets",
    memory_bytes=600 * MIB,
    weight=8.0,
    data=Data(marks=("db/trivy.db",), dated=_dated, required=False, fetch=_fetch),
    ignored_files=(".trivyignore", ".trivyignore.yaml", "trivy.yaml", "trivy-secret.yaml"),
)
