"""Manifests of chiselled images."""

import json

import pytest
import zstandard

from hullmark.native.catalogers.chisel.cataloger import CHISEL
from hullmark.native.catalogers.record import File, Owns, Package, UnreadableFileError

_HEADER = {"jsonwall": "1.0", "schema": "1.0", "count": 4}


def _manifest(*lines: dict[str, object]) -> File:
    text = "".join(json.dumps(line) + "\n" for line in lines)
    return File("var/lib/chisel/manifest.wall", zstandard.compress(text.encode()))


def test_packages_and_their_paths() -> None:
    """Paths come from slices, and slices are cut from packages."""
    package, owns = CHISEL.parse(
        _manifest(
            _HEADER,
            {"kind": "content", "slice": "libc6_libs", "path": "/lib/libc.so.6"},
            {"kind": "content", "slice": "libc6_libs", "path": "/lib/"},
            {"kind": "package", "name": "libc6", "version": "2.39-0", "arch": "amd64"},
        )
    )
    assert package == Package(type="deb", name="libc6", version="2.39-0", architecture="amd64")
    assert owns == Owns(type="deb", package="libc6", paths=b"lib/libc.so.6")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not zstd",
        zstandard.compress(b"not json\n"),
        zstandard.compress(b'{"kind": "package", "name": "a", "version": "1"}\n'),
        zstandard.compress(b'{"jsonwall": "1.0"}\n{"kind": "package", "name": "a"}\n'),
        zstandard.compress(b'{"jsonwall": "1.0"}\n')[:-3],
    ],
)
def test_broken_manifests_are_refused(data: bytes) -> None:
    """Not packed, not JSON, without its header or with packages that have no version."""
    with pytest.raises(UnreadableFileError):
        list(CHISEL.parse(File("var/lib/chisel/manifest.wall", data)))


def test_bombs_are_refused() -> None:
    """A manifest opens into no more than any real one."""
    with pytest.raises(UnreadableFileError, match="opens into more"):
        list(CHISEL.parse(File("x/chisel/manifest.wall", zstandard.compress(b"\n" * 70_000_000))))
