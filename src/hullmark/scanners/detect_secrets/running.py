"""detect-secrets: how it is called for a folder."""

from collections.abc import Sequence

from hullmark.ports.running import MIB, Call, Form, Job, Runs


def _calls(job: Job) -> Sequence[Call]:
    # Verification would send what was found to whoever issued it.
    baseline = ("--baseline", str(job.config)) if job.config else ()
    return (
        Call(
            arguments=(
                *("-C", str(job.path), "scan", "--all-files", "--no-verify"),
                *(*baseline, *job.extra, "."),
            )
        ),
    )


RUNS = Runs(
    binary="detect-secrets",
    takes={"repo": Form.TREE},
    calls=_calls,
    check="secrets",
    memory_bytes=256 * MIB,
    weight=4.0,
    ignored_files=(".secrets.baseline",),
)
