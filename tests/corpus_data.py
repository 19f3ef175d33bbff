"""Finds the shared test material beside the checkout, or skips the test that needs it."""

import os
import shutil
import tarfile
import tempfile
from pathlib import Path

import pytest

_REPOSITORY = Path(__file__).resolve().parents[1]


def corpus(topic: str) -> Path:
    """Return the folder of one topic, unpacked once; skip the test where it is absent."""
    target = _REPOSITORY / "build" / "corpus" / topic
    if target.is_dir():
        return target
    archive = shared("corpus", f"{topic}.tar.xz")
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{topic}-", dir=target.parent))
    try:
        with tarfile.open(archive) as packed:
            if hasattr(tarfile, "data_filter"):  # Python 3.11.4; Debian 12 has 3.11.2
                packed.extractall(scratch, filter="data")
            else:
                packed.extractall(scratch)
        unpacked = scratch / topic if (scratch / topic).is_dir() else scratch
        try:
            unpacked.rename(target)
        except OSError:
            # Another test process was faster; its copy is as good.
            if not target.is_dir():
                raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return target


def shared(*parts: str) -> Path:
    """Return a path in the shared folder; skip the test where it is absent."""
    folder = Path(os.environ.get("SHARED_MATERIAL") or _REPOSITORY.parent / "shared")
    path = folder.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"shared test material '{'/'.join(parts)}' is not beside the checkout")
    return path
