#!/usr/bin/env python3
"""How peak memory follows the size of a layer: one image, and one with a layer ten times as big.

Usage: layer_size.py [MEBIBYTES]      (uncompressed size of the small layer, 100 by default)

Both layers hold the same few packages; the rest is files of 64 KiB, and 1,000 or 10,000 small ones.
"""

import gzip
import hashlib
import io
import json
import random
import sys
import tarfile
import tempfile
from pathlib import Path

from measure import in_turn, machine, median, ratio
from scan import ours

GOAL = 1.2


def main() -> int:
    """Build both images, scan them in turn, print the ratio."""
    mebibytes = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    print(machine())
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        small, big = folder / "small-oci", folder / "big-oci"
        build(small, mebibytes=mebibytes)
        build(big, mebibytes=10 * mebibytes)
        costs = in_turn({"small": ours(small, None), "big": ours(big, None)}, pairs=5)
    for name, taken in costs.items():
        print(f"{name:6} {median(taken, 'wall_s'):7.3f} s {median(taken, 'peak_mib'):7.1f} MiB")
    grown = ratio(costs["big"], costs["small"], "peak_mib")
    print(f"peak memory of a layer ten times as big: x {grown:.2f}   <= {GOAL}")
    return 0


def build(folder: Path, *, mebibytes: int) -> None:
    """Write an OCI layout with one layer of that size."""
    source = random.Random(7)
    piece = source.randbytes(32 * 1024) + bytes(32 * 1024)
    blobs = folder / "blobs/sha256"
    blobs.mkdir(parents=True)
    scratch = blobs / "layer"
    with gzip.open(scratch, "wb", 1) as packed, tarfile.open(fileobj=packed, mode="w") as archive:
        add(archive, "etc/os-release", b'ID=debian\nVERSION_ID="12"\n')
        add(archive, "app/x-1.0.dist-info/METADATA", b"Name: x\nVersion: 1.0\n\n")
        for at in range(mebibytes * 16):
            add(archive, f"srv/data/{at:07}.bin", piece)
        for at in range(mebibytes * 10):
            add(archive, f"usr/lib/some/folder/module_{at:07}.py", b"pass\n")
    layer = stored(blobs, scratch)
    config = put(
        blobs,
        json.dumps(
            {
                "architecture": "amd64",
                "os": "linux",
                "config": {},
                "rootfs": {"type": "layers", "diff_ids": ["sha256:" + "0" * 64]},
            }
        ).encode(),
        "application/vnd.oci.image.config.v1+json",
    )
    manifest = put(
        blobs,
        json.dumps(
            {
                "schemaVersion": 2,
                "mediaType": "application/vnd.oci.image.manifest.v1+json",
                "config": config,
                "layers": [layer],
            }
        ).encode(),
        "application/vnd.oci.image.manifest.v1+json",
    )
    (folder / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')
    (folder / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [manifest]}))


def add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    """Add one file."""
    info = tarfile.TarInfo(name)
    info.size = len(content)
    archive.addfile(info, io.BytesIO(content))


def stored(blobs: Path, file: Path) -> dict[str, object]:
    """Move a finished layer to where its digest says and describe it."""
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    size = file.stat().st_size
    file.rename(blobs / digest)
    media_type = "application/vnd.oci.image.layer.v1.tar+gzip"
    return {"mediaType": media_type, "digest": f"sha256:{digest}", "size": size}


def put(blobs: Path, content: bytes, media_type: str) -> dict[str, object]:
    """Store a document and describe it."""
    digest = hashlib.sha256(content).hexdigest()
    (blobs / digest).write_bytes(content)
    return {"mediaType": media_type, "digest": f"sha256:{digest}", "size": len(content)}


if __name__ == "__main__":
    sys.exit(main())
