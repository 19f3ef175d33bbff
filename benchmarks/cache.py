"""Measure what the cache saves: warm against cold, and images that share a base.

Usage: cache.py TARGET [--db DATABASE] [--pairs N] [--images N]

Cold is a scan with ``--no-cache``; warm one with a cache that a scan before has filled. The run
that fills it is shown too: what keeping costs. Then N images (default 10) are made that share all
layers of TARGET, which must be an OCI layout, and have one more each; they are scanned by one
process each into an empty cache, against the time of their distinct layers in one image.
"""

import argparse
import gzip
import hashlib
import io
import json
import os
import shutil
import sys
import tarfile
from pathlib import Path
from typing import Any

from hullmark.kernel.space import scratch_folder
from measure import Cost, in_turn, machine, median, ratio, run

_MODULE = [sys.executable, "-m", "hullmark"]


def main() -> None:
    """Print two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path, help="folder of an OCI layout with one image")
    parser.add_argument("--db")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--images", type=int, default=10)
    arguments = parser.parse_args()
    database = ["--db", arguments.db] if arguments.db else []
    print(machine())
    with scratch_folder() as folder:
        os.environ["HULLMARK_HOME"] = str(folder / "home")
        compare(arguments.target, database, pairs=arguments.pairs)
        share(arguments.target, database, folder, count=arguments.images)


def checked(costs: list[Cost]) -> list[Cost]:
    """Return costs of scans that came to a verdict; those of failures say nothing."""
    wrong = {each.status for each in costs} - {0, 10, 11}
    if wrong:
        sys.exit(f"a scan ended with status {wrong.pop()}")
    return costs


def compare(target: Path, database: list[str], *, pairs: int) -> None:
    """Print warm, cold and filling scans of one image."""
    scan = [*_MODULE, "scan", f"oci:{target}", *database, "--format", "json"]
    clear = [*_MODULE, "cache", "clear", "-q"]
    costs = in_turn({"cold": [*scan, "--no-cache"], "warm": scan}, pairs=pairs)
    filling = []
    for _ in range(pairs):
        run(clear)
        filling.append(run(scan))
    costs["filling"] = filling
    for name, each in costs.items():
        checked(each)
        print(
            f"{name:8} {median(each, 'wall_s'):7.3f} s wall {median(each, 'cpu_s'):7.3f} s CPU "
            f"{median(each, 'peak_mib'):6.0f} MiB"
        )
    print(f"warm / cold     {ratio(costs['warm'], costs['cold']):.3f} (goal 0.05)")
    print(f"filling / cold  {ratio(costs['filling'], costs['cold']):.3f}")


def share(target: Path, database: list[str], folder: Path, *, count: int) -> None:
    """Print images that share a base against their distinct layers."""
    layouts = [stacked(target, folder / f"image-{at}", [at]) for at in range(count)]
    distinct = stacked(target, folder / "distinct", range(count))
    scan = [*_MODULE, "scan", *database, "--format", "json"]
    clear = [*_MODULE, "cache", "clear", "-q"]
    names = [f"oci:{layout}" for layout in layouts]
    (once,) = checked([run([*scan, f"oci:{distinct}", "--no-cache"])])
    print(f"distinct layers, one image      {once.wall_s:7.3f} s wall {once.cpu_s:7.3f} s CPU")
    for title, commands in {
        "one process each": [[*scan, name] for name in names],
        "one process": [[*scan, *names]],
    }.items():
        run(clear)
        costs = checked([run(command) for command in commands])
        wall_s, cpu_s = (sum(getattr(each, of) for each in costs) for of in ("wall_s", "cpu_s"))
        print(
            f"{count} images, {title:16}     {wall_s:7.3f} s wall {cpu_s:7.3f} s CPU: "
            f"{wall_s / once.wall_s:.2f} x, {cpu_s / once.cpu_s:.2f} x (goal 1.3)"
        )


def stacked(target: Path, layout: Path, numbers: "list[int] | range") -> Path:
    """Make an image of the layers of ``target`` and one further layer per number."""
    copy = os.link if target.stat().st_dev == layout.parent.stat().st_dev else shutil.copy2
    shutil.copytree(target, layout, copy_function=copy)
    index = json.loads((layout / "index.json").read_bytes())
    manifest = json.loads(_blob(layout, index["manifests"][0]["digest"]).read_bytes())
    config = json.loads(_blob(layout, manifest["config"]["digest"]).read_bytes())
    config.pop("history", None)
    for number in numbers:
        content = layer(number)
        described = keep(layout, gzip.compress(content, mtime=0))
        described["mediaType"] = "application/vnd.oci.image.layer.v1.tar+gzip"
        manifest["layers"].append(described)
        config["rootfs"]["diff_ids"].append(f"sha256:{hashlib.sha256(content).hexdigest()}")
    manifest["config"] |= keep(layout, json.dumps(config).encode())
    index["manifests"] = [index["manifests"][0] | keep(layout, json.dumps(manifest).encode())]
    (layout / "index.json").unlink()
    (layout / "index.json").write_text(json.dumps(index))
    return layout


def layer(number: int) -> bytes:
    """Return the tar of an application: a package of its own and a thousand files."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        metadata = f"Name: own-{number}\nVersion: 1.{number}\n\n".encode()
        add(archive, f"app/own_{number}.dist-info/METADATA", metadata)
        for at in range(1_000):
            add(archive, f"app/{number}/{at}.py", f"# {number} {at}\n".encode() * 50)
    return buffer.getvalue()


def add(archive: tarfile.TarFile, path: str, data: bytes) -> None:
    """Add one file."""
    member = tarfile.TarInfo(path)
    member.size = len(data)
    archive.addfile(member, io.BytesIO(data))


def keep(layout: Path, data: bytes) -> dict[str, Any]:
    """Write a blob and return its digest and size."""
    digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
    _blob(layout, digest).write_bytes(data)
    return {"digest": digest, "size": len(data)}


def _blob(layout: Path, digest: str) -> Path:
    return layout / "blobs" / digest.replace(":", "/")


if __name__ == "__main__":
    main()
