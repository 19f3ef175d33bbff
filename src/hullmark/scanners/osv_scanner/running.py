"""osv-scanner: how it is called with the databases that lie on disk."""

from collections.abc import Sequence
from pathlib import Path

from hullmark.ports.running import MIB, Call, Data, Form, Job, Runs

_NAMES = ("osv-scanner", "osv-scalibr")
"""Folder of the databases, before and since release 2.4; each only knows its own."""


def _databases(data: Path | None) -> Path:
    """Return the folder whose folders are ecosystems, whichever of the layouts was brought."""
    data = data or Path()
    return next((data / name for name in _NAMES if (data / name).is_dir()), data)


def _calls(job: Job) -> Sequence[Call]:
    # Each osv-scanner.toml beside a lock file would be obeyed; one that is named overrules them.
    config = str(job.config or job.work / "osv-scanner.toml")
    if job.form is Form.ARCHIVE:
        target = ("scan", "image", "--archive", str(job.path))
    else:
        target = ("scan", "source", "--recursive", str(job.path))
    return (
        Call(
            arguments=(
                *(*target[:2], "--format", "json", "--offline", "--config", config, *job.extra),
                *target[2:],
            ),
            variables={
                "OSV_SCANNER_LOCAL_DB_CACHE_DIRECTORY": str(job.work / "databases"),
                "OSV_SCALIBR_LOCAL_DB_CACHE_DIRECTORY": str(job.work / "databases"),
            },
            links={f"databases/{name}": _databases(job.data) for name in _NAMES},
            files={} if job.config else {"osv-scanner.toml": b""},
        ),
    )


RUNS = Runs(
    binary="osv-scanner",
    takes={"image": Form.ARCHIVE, "repo": Form.TREE},
    calls=_calls,
    check="vulnerabilities",
    success=frozenset({0, 1}),
    nothing={128: "osv-scanner found no packages"},
    memory_bytes=768 * MIB,
    weight=4.0,
    # Without the database of an ecosystem it ends well and reports nothing of it.
    shortfalls=("could not load db for",),
    data=Data(marks=("osv-scanner/*/all.zip", "osv-scalibr/*/all.zip", "*/all.zip")),
    ignored_files=("osv-scanner.toml",),
)
