"""Grype: how it is called, offline and without obeying what lies about."""

from collections.abc import Sequence
from pathlib import Path

from hullmark.ports.running import MIB, Call, Data, Form, Job, Runs

_SCHEMES = {Form.LAYOUT: "oci-dir", Form.TREE: "dir", Form.ROOT: "dir", Form.SBOM: "sbom"}
_QUIET = {"GRYPE_CHECK_FOR_APP_UPDATE": "false", "SYFT_CHECK_FOR_APP_UPDATE": "false"}


def _calls(job: Job) -> Sequence[Call]:
    # -q would hide the cause of a failure too; /dev/null is refused as a configuration.
    return (
        Call(
            arguments=(
                f"{_SCHEMES[job.form]}:{job.path}",
                *("-o", "json", "-c", str(job.config or job.work / "grype.yaml")),
                *job.extra,
            ),
            variables=_offline(job.data or job.work),
            files={} if job.config else {"grype.yaml": b"{}\n"},
        ),
    )


def _offline(folder: Path) -> dict[str, str]:
    """Return what keeps Grype from asking for anything; how old the data is, we judge ourselves."""
    return {
        **_QUIET,
        "GRYPE_DB_CACHE_DIR": str(folder),
        "GRYPE_DB_AUTO_UPDATE": "false",
        "GRYPE_DB_VALIDATE_AGE": "false",
    }


def _fetch(folder: Path) -> Call:
    return Call(arguments=("db", "update"), variables={**_QUIET, "GRYPE_DB_CACHE_DIR": str(folder)})


def _load(folder: Path, file: Path) -> Call:
    # An archive must be imported: copied by hand, it lacks its indexes and its checksum.
    return Call(arguments=("db", "import", str(file)), variables=_offline(folder))


RUNS = Runs(
    binary="grype",
    takes={
        "image": Form.LAYOUT,
        "repo": Form.TREE,
        "rootfs": Form.ROOT,
        "sbom": Form.SBOM,
    },
    calls=_calls,
    check="vulnerabilities",
    memory_bytes=768 * MIB,
    weight=6.0,
    data=Data(marks=("6/vulnerability.db",), fetch=_fetch, load=_load),
    ignored_files=(".grype.yaml", ".grype.yml", ".syft.yaml", ".syft.yml"),
)
