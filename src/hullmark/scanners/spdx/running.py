"""Syft: how it is called to take an inventory."""

from collections.abc import Sequence

from hullmark.ports.running import MIB, Call, Form, Job, Runs

_SCHEMES = {Form.LAYOUT: "oci-dir", Form.TREE: "dir", Form.ROOT: "dir"}


def _calls(job: Job) -> Sequence[Call]:
    config = ("-c", str(job.config)) if job.config else ()
    target = f"{_SCHEMES[job.form]}:{job.path}"
    return (
        Call(
            arguments=("scan", target, "-o", "syft-json", *config, *job.extra),
            variables={"SYFT_CHECK_FOR_APP_UPDATE": "false"},
        ),
    )


SYFT_RUNS = Runs(
    binary="syft",
    takes={"image": Form.LAYOUT, "repo": Form.TREE, "rootfs": Form.ROOT},
    calls=_calls,
    check="packages",
    inventory=True,
    memory_bytes=600 * MIB,
    weight=5.0,
    ignored_files=(".syft.yaml", ".syft.yml"),
)
