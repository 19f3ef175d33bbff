"""Checkov: how it is called, without asking its maker for anything."""

from collections.abc import Sequence

from hullmark.ports.running import MIB, Call, Form, Job, Runs


def _calls(job: Job) -> Sequence[Call]:
    config = ("--config-file", str(job.config)) if job.config else ()
    return (
        Call(
            arguments=(
                *("--directory", str(job.path), "--output", "json", "--compact", "--quiet"),
                *("--soft-fail", "--skip-download", *config, *job.extra),
            ),
            variables={"LOG_LEVEL": "ERROR", "PYTHONDONTWRITEBYTECODE": "1"},
        ),
    )


RUNS = Runs(
    binary="checkov",
    takes={"repo": Form.TREE},
    calls=_calls,
    check="configuration",
    memory_bytes=512 * MIB,
    weight=4.0,
    ignored_files=(".checkov.yaml", ".checkov.yml", ".checkov.baseline"),
)
