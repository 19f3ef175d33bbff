#!/usr/bin/env python3
"""Images built to exhaust a scanner, at full size: wall time, processor time and peak memory.

Usage: extremes.py [NAME…] [--scale S]      (all of them at full size without words)

``--scale 0.01`` makes every image a hundredth as large; the tests hold the small versions.
"""

import argparse
import gzip
import hashlib
import json
import os
import struct
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import zstandard

from measure import machine, run
from scan import ours

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))
import rpm_builder

Layers = Iterator[Iterator[bytes]]


def main() -> int:
    """Build each image, scan it once, print what it cost and what the ledger says."""
    reader = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reader.add_argument("names", nargs="*", default=list(EXTREMES))
    reader.add_argument("--scale", type=float, default=1.0)
    asked = reader.parse_args()
    print(machine())
    print(
        f"{'image':20} {'stored':>11} {'wall':>9} {'cpu':>9} {'peak':>10}  exit  packages, ledger"
    )
    for name in asked.names:
        with tempfile.TemporaryDirectory(prefix="extremes-") as scratch:
            folder = Path(scratch)
            stored = built(folder / "image", name, asked.scale)
            report = folder / "report.json"
            cost = run([*ours(folder / "image", None), "--output", str(report), "--no-cache"])
            told = told_by(report)
        print(
            f"{name:20} {stored / 2**20:7.1f} MiB {cost.wall_s:7.2f} s {cost.cpu_s:7.2f} s"
            f" {cost.peak_mib:6.0f} MiB  {cost.status:4}  {told}",
            flush=True,
        )
    return 0


def built(folder: Path, name: str, scale: float) -> int:
    """Build an image in a process of its own; return its stored bytes.

    The peak of a process begins at that of the one that started it, so this one must stay small.
    """
    builder = os.fork()
    if builder == 0:
        status = 1
        try:
            write_image(folder, EXTREMES[name](scale))
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(builder, 0)
    if status:
        sys.exit(f"extremes: '{name}' could not be built")
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def told_by(report: Path) -> str:
    """Return how many packages were found, and what the ledger says of the layers."""
    if not report.exists():
        return "refused"
    document = json.loads(report.read_bytes())
    rows = [row for row in document["ledger"] if row["check"] == "packages"]
    reason = rows[0]["reason"][:90] if rows else ""
    return f"{len(document['components']):,}; {reason}"


def write_image(folder: Path, layers: Layers) -> int:
    """Write an OCI layout of streamed layers; return its stored bytes."""
    blobs = folder / "blobs" / "sha256"
    blobs.mkdir(parents=True)
    listed, diff_ids = [], []
    for number, pieces in enumerate(layers):
        scratch = blobs / "layer"
        stored, plain = hashlib.sha256(), hashlib.sha256()
        with scratch.open("wb") as file:
            for piece, raw in pieces:
                plain.update(raw)
                stored.update(piece)
                file.write(piece)
        size = scratch.stat().st_size
        scratch.rename(blobs / stored.hexdigest())
        listed.append({"mediaType": "application/vnd.oci.image.layer.v1.tar",
                       "digest": f"sha256:{stored.hexdigest()}", "size": size})  # fmt: skip
        diff_ids.append(f"sha256:{plain.hexdigest()}")
        assert number < 4_096
    config = {"architecture": "amd64", "os": "linux", "rootfs": {"type": "layers",
              "diff_ids": diff_ids}}  # fmt: skip
    manifest = {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
                "config": _put(blobs, config, "application/vnd.oci.image.config.v1+json"),
                "layers": listed}  # fmt: skip
    entry = _put(blobs, manifest, manifest["mediaType"])
    (folder / "oci-layout").write_text('{"imageLayoutVersion":"1.0.0"}')
    (folder / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [entry]}))
    return sum(path.stat().st_size for path in blobs.iterdir())


def _put(blobs: Path, document: dict, media_type: str) -> dict:
    data = json.dumps(document).encode()
    name = hashlib.sha256(data).hexdigest()
    (blobs / name).write_bytes(data)
    return {"mediaType": media_type, "digest": f"sha256:{name}", "size": len(data)}


def _zipped(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield gzip pieces and what they hold."""
    squeeze = zlib.compressobj(1, zlib.DEFLATED, 31)
    for piece in pieces:
        yield squeeze.compress(piece), piece
    yield squeeze.flush(), b""


def _bare(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, bytes]]:
    for piece in pieces:
        yield piece, piece


def header(name: bytes, size: int) -> bytes:
    """Return the tar header of a file, some microseconds each."""
    block = bytearray(512)
    block[: len(name)] = name
    block[100:108] = b"0000644\0"
    block[124:136] = b"%011o\0" % size
    block[136:148] = b"14000000000\0"
    block[148:156] = b"        "
    block[156:157] = b"0"
    block[257:265] = b"ustar\x0000"
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def files(contents: Iterator[tuple[bytes, bytes]]) -> Iterator[bytes]:
    """Yield a tar of files in pieces of about a megabyte."""
    held: list[bytes] = []
    for name, content in contents:
        held += (header(name, len(content)), content, bytes(-len(content) % 512))
        if len(held) > 6_000:
            yield b"".join(held)
            held = []
    yield b"".join(held) + bytes(1024)


def members(scale: float) -> Layers:
    """Ten million empty files in one layer, over a small one."""
    count = int(10_000_000 * scale)
    yield _zipped(files(iter([(b"etc/os-release", b"ID=debian\n")])))
    yield _zipped(
        files((b"srv/%03d/%05d/f%d" % (at >> 16 & 0xFF, at >> 6 & 0x3FF, at), b"")
              for at in range(count))
    )  # fmt: skip


def package_files(scale: float) -> Layers:
    """Two million package.json files, twice what one layer may state."""
    yield _zipped(files(
        (b"n/%d/package.json" % at, b'{"name":"p%d","version":"1.0.0"}' % at)
        for at in range(int(2_000_000 * scale))
    ))  # fmt: skip


def deletions(scale: float) -> Layers:
    """200,000 folders with a package each, and a layer that deletes each by itself."""
    count = int(200_000 * scale)
    yield _zipped(files(
        (b"d%d/x-1.dist-info/METADATA" % at, b"Name: x%d\nVersion: 1\n\n" % at)
        for at in range(count)
    ))  # fmt: skip
    yield _zipped(files((b".wh.d%d" % at, b"") for at in range(count)))


def layers(scale: float) -> Layers:
    """A thousand layers, each with a package, each deleting the one before."""
    for at in range(int(1_000 * scale)):
        listed = [(b"a/p%d-1.dist-info/METADATA" % at, b"Name: p%d\nVersion: 1\n\n" % at)]
        if at:
            listed.append((b"a/p%d-1.dist-info/.wh.METADATA" % (at - 1), b""))
        yield _zipped(files(iter(listed)))


def _status(size: int) -> bytes:
    stanza = (b"Package: p%d\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.%d-1\n"
              b"Description: words\n " + b"x" * 180 + b"\n\n")  # fmt: skip
    return b"".join(stanza % (at, at) for at in range(size // 280))


def dpkg(scale: float) -> Layers:
    """A dpkg status file of 100 MB."""
    yield _zipped(files(iter([(b"var/lib/dpkg/status", _status(int(1e8 * scale)))])))


def apk(scale: float) -> Layers:
    """An installed file of apk of 100 MB."""
    stanza = b"P:p%d\nV:1.%d-r0\nA:x86_64\nL:MIT\n" + b"F:usr/bin\nR:file\n" * 12 + b"\n"
    text = b"".join(stanza % (at, at) for at in range(int(1e8 * scale) // 250))
    yield _zipped(files(iter([(b"lib/apk/db/installed", text)])))


def rpm(scale: float) -> Layers:
    """An rpmdb.sqlite of 100 MB."""
    names = tuple(f"/usr/share/doc/{number:04}" for number in range(60))
    count = int(1e8 * scale) // 2_000
    headers = [rpm_builder.header(f"p{at}", "1", "1", files=names) for at in range(count)]
    data = rpm_builder.sqlite_database(headers)
    yield _zipped(files(iter([(b"var/lib/rpm/rpmdb.sqlite", data)])))


def gzip_bomb(scale: float) -> Layers:
    """A file of 100 GB of zeros in 100 MB: the bound on one layer."""
    count = int(100_000 * scale)
    block = gzip.compress(bytes(1_048_576), 9, mtime=0)
    first = gzip.compress(header(b"srv/zeros", count * 1_048_576), mtime=0)
    yield iter([(first, b""), *((block, b"") for _ in range(count))])


def zstd_bomb(scale: float) -> Layers:
    """The same in zstd, thirty thousand to one."""
    squeeze = zstandard.ZstdCompressor(level=19).compressobj()
    pieces = [squeeze.compress(header(b"srv/zeros", 1 << 33))]
    pieces += [squeeze.compress(bytes(1 << 24)) for _ in range(int(512 * scale))]
    pieces.append(squeeze.flush())
    yield iter([(piece, b"") for piece in pieces])


def zip_bomb(scale: float) -> Layers:
    """A jar whose directory names one jar of zeros 50,000 times: 5 TB in 3 MB."""
    size = 100_000_000
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = squeeze.compress(bytes(size)) + squeeze.flush()
    count = int(50_000 * scale)
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 0, 0, len(packed), size, 5, 0)
    body = local + b"a.jar" + packed
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 0, 0, len(packed), size, 5,
                        0, 0, 0, 0, 0, 0) + b"a.jar"  # fmt: skip
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(entry) * count, len(body), 0)
    yield _zipped(files(iter([(b"app/bomb.jar", body + entry * count + end)])))


def toml_keys(scale: float) -> Layers:
    """A poetry.lock that is one key of 16 million parts."""
    yield _zipped(files(iter([(b"app/poetry.lock", b"a." * int(16_000_000 * scale))])))


EXTREMES: dict[str, Callable[[float], Layers]] = {
    "members": members,
    "package-files": package_files,
    "deletions": deletions,
    "layers": layers,
    "dpkg": dpkg,
    "apk": apk,
    "rpm": rpm,
    "gzip-bomb": gzip_bomb,
    "zstd-bomb": zstd_bomb,
    "zip-bomb": zip_bomb,
    "toml-keys": toml_keys,
}


if __name__ == "__main__":
    sys.exit(main())
