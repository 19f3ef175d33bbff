"""Conftest: how it is called with the policies that a team names."""

from collections.abc import Sequence

from hullmark.ports.running import MIB, Call, Form, Job, Runs

_FILES = 200
"""Files of one call: a command line has room for that."""


def _calls(job: Job) -> Sequence[Call]:
    dockerfiles = [name for name in job.files if not name.endswith((".yaml", ".yml", ".json"))]
    others = [name for name in job.files if name.endswith((".yaml", ".yml", ".json"))]
    return (*_batches(job, dockerfiles, "--parser", "dockerfile"), *_batches(job, others))


def _batches(job: Job, names: Sequence[str], *more: str) -> Sequence[Call]:
    # Without --no-fail a status of 1 is a failed policy or a failed run, nobody knows which.
    policy = ("--no-fail", "--all-namespaces", "--policy", str(job.config))
    return tuple(
        Call(
            arguments=(
                *("test", "--output", "json", *policy, *more, *job.extra),
                *(str(job.path / name) for name in names[start : start + _FILES]),
            )
        )
        for start in range(0, len(names), _FILES)
    )


RUNS = Runs(
    binary="conftest",
    takes={"repo": Form.CONFIGURATION},
    calls=_calls,
    check="policies",
    memory_bytes=256 * MIB,
    weight=0.5,
    configured="a folder of policies",
    ignored_files=("conftest.toml",),
)
