"""Measures the secret scanner over the text files of a folder, in processor time.

Usage: PYTHONPATH=src python benchmarks/secret_detection.py FOLDER [MEGABYTES]
"""

import collections
import os
import sys
import time
from pathlib import Path

from hullmark.native.secrets.hit import Hit
from hullmark.native.secrets.scanner import SecretScanner
from hullmark.native.secrets.sink import wants


def main() -> None:
    """Read up to so many megabytes of text, scan them, and say how fast that was."""
    folder, limit = sys.argv[1], int((sys.argv[2:] or ["200"])[0]) * 1_000_000
    files: list[tuple[str, bytes]] = []
    size = 0
    for root, _, names in os.walk(folder):
        for name in names:
            path = Path(root) / name
            if size >= limit or path.is_symlink() or not path.is_file():
                continue
            data = path.read_bytes()
            relative = str(path.relative_to(folder))
            if wants(relative, len(data), data[:64]):
                files.append((relative, data))
                size += len(data)
    scanner = SecretScanner(os.urandom(32))
    scanner.scan_bytes("a.txt", b"warm up")
    began = time.process_time()
    hits: list[Hit] = [hit for path, data in files for hit in scanner.scan_bytes(path, data)]
    took = time.process_time() - began
    print(
        f"{len(files)} files, {size / 1e6:.1f} MB in {took:.2f} s CPU: {size / 1e6 / took:.0f} MB/s"
    )
    print(collections.Counter(hit.rule for hit in hits).most_common(15))


if __name__ == "__main__":
    main()
