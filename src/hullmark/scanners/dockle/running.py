"""Dockle: how it is called; it reads archives only."""

from collections.abc import Sequence

from hullmark.ports.running import MIB, Call, Form, Job, Runs


def _calls(job: Job) -> Sequence[Call]:
    return (
        Call(
            arguments=("--format", "json", "--input", str(job.path), *job.extra),
            # Its first check judges the caller's variable, not the image.
            variables={"DOCKER_CONTENT_TRUST": "1"},
        ),
    )


RUNS = Runs(
    binary="dockle",
    takes={"image": Form.ARCHIVE},
    calls=_calls,
    check="image configuration",
    memory_bytes=256 * MIB,
    weight=1.0,
    ignored_files=(".dockleignore",),
)
