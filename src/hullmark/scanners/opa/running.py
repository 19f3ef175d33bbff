"""OPA: how it is called with the policies that a team names."""

from collections.abc import Sequence

from hullmark.ports.running import MIB, Call, Form, Job, Runs

DECISION = "main/deny"
"""What is asked of a policy, unless ``scanner_arguments`` names another with ``--decision``."""


def _calls(job: Job) -> Sequence[Call]:
    files = [
        str(job.path / name) for name in job.files if name.endswith((".yaml", ".yml", ".json"))
    ]
    if not files:
        return ()
    asked = () if "--decision" in job.extra else ("--decision", DECISION)
    return (
        Call(arguments=("exec", "-f", "json", "-b", str(job.config), *asked, *job.extra, *files)),
    )


RUNS = Runs(
    binary="opa",
    takes={"repo": Form.CONFIGURATION},
    calls=_calls,
    check="policies",
    version=("version",),
    memory_bytes=256 * MIB,
    weight=0.5,
    configured="a folder of policies",
)
