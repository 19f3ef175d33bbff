"""Pull of an image from a registry on loopback: Hullmark's client against ``skopeo copy``.

    python benchmarks/registry_pull.py LAYOUT [PAIRS]

LAYOUT is an OCI layout folder. Both sides end with every blob verified on disk, in the same run,
taking turns; each is a whole process, imports included. The ratio is the median over the pairs.
"""

import json
import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PULL = """
import sys
from hullmark.images.image import ImageOptions
from hullmark.images.open import open_target
from hullmark.ports.progress import SILENT
with open_target(sys.argv[1], options=ImageOptions(), progress=SILENT) as images:
    for image in images:
        for layer in image.layers:
            stream = layer.open()
            while stream.read(1 << 18):
                pass
            stream.close()
"""


def main() -> None:
    layout, pairs = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with _registry(folder) as host:
            target = f"{host}/bench/app:1"
            subprocess.run(
                [
                    "skopeo",
                    "copy",
                    "-q",
                    "--dest-tls-verify=false",
                    f"oci:{layout}",
                    f"docker://{target}",
                ],
                check=True,
            )
            ours, theirs = [], []
            for _ in range(pairs):
                ours.append(_timed([sys.executable, "-c", _PULL, f"registry:{target}"]))
                copy = folder / "copy"
                theirs.append(
                    _timed(
                        [
                            "skopeo",
                            "copy",
                            "-q",
                            "--src-tls-verify=false",
                            f"docker://{target}",
                            f"oci:{copy}:1",
                        ]
                    )
                )
                shutil.rmtree(copy)
    rows = {"hullmark": ours, "skopeo copy": theirs}
    for who, times in rows.items():
        wall, cpu = (statistics.median(column) for column in zip(*times, strict=True))
        print(f"{who:12} {wall:6.2f} s wall  {cpu:6.2f} s CPU")
    for at, what in enumerate(("wall", "CPU")):
        ratio = statistics.median(a[at] / b[at] for a, b in zip(ours, theirs, strict=True))
        print(f"ratio {what:4} {ratio:6.2f}")
    print(json.dumps({who: [round(wall, 3) for wall, _ in times] for who, times in rows.items()}))


@contextmanager
def _registry(folder: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = folder / "config.yml"
    config.write_text(
        "version: 0.1\nlog: {level: error, accesslog: {disabled: true}}\n"
        f"storage: {{filesystem: {{rootdirectory: {folder / 'store'}}}}}\n"
        f"http: {{addr: '127.0.0.1:{port}'}}\n"
    )
    process = subprocess.Popen(
        ["docker-registry", "serve", str(config)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _timed(command: list[str]) -> tuple[float, float]:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, env=os.environ)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu


if __name__ == "__main__":
    main()
