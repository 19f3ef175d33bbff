"""Clair: a server that fetches layers from us; asked, not started."""

from collections.abc import Sequence

from hullmark.ports.running import MIB, Call, Form, Job, Runs


def _calls(_job: Job) -> Sequence[Call]:
    return ()


RUNS = Runs(
    binary="clair",
    takes={"image": Form.SERVICE},
    calls=_calls,
    check="vulnerabilities",
    network="it is a server",
    memory_bytes=16 * MIB,
    weight=5.0,
)
