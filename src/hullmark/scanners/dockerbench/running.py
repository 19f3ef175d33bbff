"""docker-bench-security: how it is called; it looks at the machine, not at a target."""

from collections.abc import Sequence

from hullmark.ports.running import MIB, Call, Form, Job, Runs


def _calls(job: Job) -> Sequence[Call]:
    # Single checks write broken JSON, so whole groups run; it sources files beside itself.
    log = job.work / "bench.log"
    return (
        Call(
            arguments=("-b", "-l", str(log), *job.extra),
            report="bench.log.json",
            shell=str(job.program.parent),
        ),
    )


RUNS = Runs(
    binary="docker-bench-security.sh",
    takes={"host": Form.HOST},
    calls=_calls,
    check="Docker host",
    version=(),
    credentials=("DOCKER_HOST",),
    memory_bytes=64 * MIB,
    weight=5.0,
    asks=False,
)
