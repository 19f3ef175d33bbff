"""Applications published as a single file."""

import json
import struct
from pathlib import Path

import pytest

import go_builder
from hullmark.images.image import Directory
from hullmark.model.scan import Target
from hullmark.native.catalogers.dotnet.cataloger import BUNDLE, HOST, MARKER
from hullmark.native.catalogers.record import (
    File,
    NeedsWholeFileError,
    Package,
    UnreadableFileError,
)
from hullmark.native.inventory import take_directory_inventory

_DEPS = json.dumps({"libraries": {"A/1.0.0": {"type": "package"}}}).encode()
_HOST_AT = 0x1000


def _text(text: bytes) -> bytes:
    return bytes([len(text)]) + text


def _bundle(version: int = 6, deps: bytes = _DEPS) -> bytes:
    """Return a host with one file and ``deps.json`` behind it, and the header at the end."""
    out = bytearray(go_builder.elf(bytes(8) + MARKER + bytes(24)))
    start = len(out)
    out += deps
    struct.pack_into("<q", out, _HOST_AT, len(out))
    out += struct.pack("<III", version, 0, 2) + _text(b"bundle")
    if version >= 2:
        out += struct.pack("<qqqqQ", start, len(deps) if deps else 0, 0, 0, 0)
    out += struct.pack("<qqB", 5, 6, 1) + _text(b"a.dll")
    out += struct.pack("<qqB", start, len(deps), 3 if deps else 1) + _text(b"app.deps.json")
    return bytes(out)


def _read(data: bytes) -> list[tuple[str, str]]:
    records = list(BUNDLE.parse(File("app/app", data)))
    return [(r.name, r.version) for r in records if isinstance(r, Package)]


@pytest.mark.parametrize("version", [1, 2, 6])
def test_every_version(version: int) -> None:
    """The list of libraries is found by the header, or by walking the files."""
    assert _read(_bundle(version)) == [("A", "1.0.0")]
    assert _read(_bundle(version, deps=b"")) == []


def test_hosts_without_a_bundle() -> None:
    """The place of the header is 0 there, and decides before the file is read again."""
    assert _read(go_builder.elf(HOST)) == []
    assert list(BUNDLE.parse(File("x", HOST, whole=False, needle=HOST))) == []
    with pytest.raises(NeedsWholeFileError):
        list(BUNDLE.parse(File("x", MARKER, whole=False, needle=MARKER)))


@pytest.mark.parametrize("version", [1, 6])
def test_headers_that_lie(version: int) -> None:
    """Cut off anywhere, or pointing outside, a bundle is one kind of error."""
    whole = _bundle(version)
    header = whole.index(_DEPS) + len(_DEPS)
    for end in range(header + 1, header + 35):
        with pytest.raises(UnreadableFileError):
            _read(whole[:end])
    with pytest.raises(UnreadableFileError):
        _read(whole.replace(struct.pack("<q", len(_DEPS)), b"\xff" * 7 + b"\x7f"))


def test_bundles_of_a_root_file_system(tmp_path: Path) -> None:
    """The engine meets the marker, and hands the whole file on."""
    (tmp_path / "app").write_bytes(_bundle())
    (tmp_path / "host").write_bytes(go_builder.elf(HOST + bytes(24)))
    directory = Directory(root=tmp_path, target=Target(name="x", kind="rootfs"))
    found = take_directory_inventory(directory, catalogers=[BUNDLE])
    assert [c.purl for c in found.components] == ["pkg:nuget/A@1.0.0"]
    assert not found.issues
