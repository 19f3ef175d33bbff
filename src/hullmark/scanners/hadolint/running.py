"""hadolint: how it is called for all Dockerfiles at once."""

from collections.abc import Sequence

from hullmark.ports.running import MIB, Call, Form, Job, Runs

_FILES = 200
"""Files of one call: a command line has room for that."""


def _calls(job: Job) -> Sequence[Call]:
    config = str(job.config) if job.config else "/dev/null"
    return tuple(
        Call(
            arguments=(
                *("--format", "json", "--no-fail", "--config", config, *job.extra, "--"),
                *(str(job.path / name) for name in job.files[start : start + _FILES]),
            )
        )
        for start in range(0, len(job.files), _FILES)
    )


RUNS = Runs(
    binary="hadolint",
    takes={"repo": Form.DOCKERFILES},
    calls=_calls,
    check="Dockerfiles",
    memory_bytes=128 * MIB,
    weight=0.2,
    ignored_files=(".hadolint.yaml", ".hadolint.yml"),
)
