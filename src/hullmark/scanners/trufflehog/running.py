"""TruffleHog: how it is called, never to try out what it finds."""

from collections.abc import Sequence

from hullmark.ports.running import MIB, Call, Form, Job, Runs


def _calls(job: Job) -> Sequence[Call]:
    # By default it would present every secret to whoever issued it.
    plain = ("--json", "--no-verification", "--no-update", "--results=verified,unknown,unverified")
    config = (f"--config={job.config}",) if job.config else ()
    if job.form is Form.ARCHIVE:
        target: tuple[str, ...] = ("docker", "--image", f"file://{job.path}")
    else:
        target = ("filesystem", str(job.path))
    return (Call(arguments=(*target, *plain, *config, *job.extra)),)


RUNS = Runs(
    binary="trufflehog",
    takes={"image": Form.ARCHIVE, "repo": Form.TREE},
    calls=_calls,
    check="secrets",
    memory_bytes=512 * MIB,
    weight=9.0,
    blank_is_nothing=True,
)
