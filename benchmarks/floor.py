#!/usr/bin/env python3
"""The least that reading an image can cost: inflate and SHA-256 of its layers, nothing else.

Usage: floor.py OCI-LAYOUT [THREADS]
"""

import hashlib
import json
import sys
import threading

from isal import igzip_lib


def main() -> None:
    """Read every layer of the one image in a layout."""
    folder = sys.argv[1]
    threads = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    with open(f"{folder}/index.json", "rb") as file:
        index = json.load(file)
    with open(path(folder, index["manifests"][0]["digest"]), "rb") as file:
        layers = sorted(json.load(file)["layers"], key=lambda layer: layer["size"])

    def work() -> None:
        while layers:
            layer = layers.pop()
            read(path(folder, layer["digest"]), layer)

    others = [threading.Thread(target=work) for _ in range(min(threads, len(layers)) - 1)]
    for thread in others:
        thread.start()
    work()
    for thread in others:
        thread.join()


def path(folder: str, digest: str) -> str:
    """Return where a layout keeps a blob."""
    return f"{folder}/blobs/{digest.replace(':', '/')}"


def read(name: str, layer: dict[str, str]) -> None:
    """Inflate and hash one layer."""
    digest = hashlib.sha256()
    inflater = None
    if "zstd" in layer["mediaType"]:
        import zstandard

        inflater = zstandard.ZstdDecompressor().decompressobj()
        with open(name, "rb", buffering=0) as file:
            while chunk := file.read(262_144):
                digest.update(chunk)
                inflater.decompress(chunk)
    else:
        inflater = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP)
        with open(name, "rb", buffering=0) as file:
            while chunk := file.read(262_144):
                digest.update(chunk)
                inflater.decompress(chunk, 1 << 20)
                while not inflater.needs_input and not inflater.eof:
                    inflater.decompress(b"", 1 << 20)
    assert digest.hexdigest() == layer["digest"][7:]


main()
