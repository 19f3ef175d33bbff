"""Snyk: how it is called; it sends the inventory to its maker and cannot work without."""

from collections.abc import Sequence

from hullmark.ports.running import MIB, Call, Form, Job, Runs


def _calls(job: Job) -> Sequence[Call]:
    policy = (f"--policy-path={job.config}",) if job.config else ()
    return (
        Call(
            arguments=(
                *("container", "test", f"docker-archive:{job.path}", "--json"),
                *(*policy, *job.extra),
            ),
            variables={"SNYK_DISABLE_ANALYTICS": "1"},
        ),
    )


RUNS = Runs(
    binary="snyk",
    takes={"image": Form.ARCHIVE},
    calls=_calls,
    check="vulnerabilities",
    success=frozenset({0, 1}),
    nothing={3: "Snyk found no project that it supports"},
    retryable=frozenset({2}),
    network="the inventory is matched on Snyk's servers",
    credentials=("SNYK_TOKEN", "SNYK_API", "SNYK_CFG_ORG", "SNYK_OAUTH_TOKEN"),
    memory_bytes=1024 * MIB,
    weight=8.0,
    ignored_files=(".snyk",),
)
