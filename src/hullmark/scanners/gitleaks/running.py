"""gitleaks: how it is called for a folder."""

from collections.abc import Sequence

from hullmark.ports.running import MIB, Call, Form, Job, Runs

_FOUND = 99
"""Its own 1 means a finding or a failure, nobody knows which."""
_DEFAULT = b"[extend]\nuseDefault = true\n"


def _calls(job: Job) -> Sequence[Call]:
    # Without --config it would obey the one in the folder; without redaction the value reaches
    # us through a pipe, becomes a keyed hash there, and ends.
    config = str(job.config or job.work / "gitleaks.toml")
    return (
        Call(
            arguments=(
                *("dir", "-f", "json", "-r", "-", "--no-banner", "--exit-code", str(_FOUND)),
                *("--config", config, *job.extra, str(job.path)),
            ),
            files={} if job.config else {"gitleaks.toml": _DEFAULT},
        ),
    )


RUNS = Runs(
    binary="gitleaks",
    takes={"repo": Form.TREE},
    calls=_calls,
    check="secrets",
    success=frozenset({0, _FOUND}),
    version=("version",),
    memory_bytes=256 * MIB,
    weight=1.0,
    ignored_files=(".gitleaks.toml", ".gitleaksignore"),
)
