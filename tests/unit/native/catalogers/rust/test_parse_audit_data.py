"""Crates that an executable says it was built from."""

import json
import zlib

import pytest

import section_builder
from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.rust.cataloger import BINARY

_AUDIT = {
    "packages": [
        {"name": "app", "version": "0.1.0", "source": "local", "root": True, "dependencies": [1]},
        {"name": "serde", "version": "1.0.1", "source": "crates.io"},
        {"name": "cc", "version": "1.0.0", "source": "crates.io", "kind": "build"},
    ]
}


def _packed(document: object = _AUDIT) -> bytes:
    return zlib.compress(json.dumps(document).encode())


def _read(data: bytes) -> list[tuple[str, str]]:
    records = list(BINARY.parse(File("usr/bin/app", data)))
    return [(r.name, r.version) for r in records if isinstance(r, Package)]


@pytest.mark.parametrize(
    "data",
    [
        section_builder.elf({".text": b"x", ".dep-v0": _packed()}),
        section_builder.elf({".dep-v0": _packed(), ".data": b""}, wide=False),
        section_builder.elf({".dep-v0": _packed()}, order=">"),
        section_builder.pe({".text": b"x", ".dep-v0": _packed()}),
        section_builder.macho({"__data": b"x", ".dep-v0": _packed()}),
        section_builder.macho({".dep-v0": _packed()}, order=">"),
    ],
)
def test_every_format(data: bytes) -> None:
    """What runs is listed, the program itself among it; what only built it is not."""
    assert _read(data) == [("app", "0.1.0"), ("serde", "1.0.1")]


def test_no_list() -> None:
    """An executable without the section holds nothing to report."""
    assert _read(section_builder.elf({".text": b".dep-v0"})) == []
    assert _read(section_builder.pe({})) == []
    assert _read(section_builder.macho({})) == []


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"not an executable", "not an executable"),
        (section_builder.elf({".dep-v0": _packed()})[:-30], "cut off"),
        (section_builder.elf({".dep-v0": _packed()[:-8]}), "cut off"),
        (section_builder.elf({".dep-v0": b"\xff" * 40}), "broken"),
        (section_builder.elf({".dep-v0": _packed([])}), "not valid JSON"),
        (section_builder.elf({".dep-v0": zlib.compress(bytes(65 * 1024 * 1024))}), "larger"),
    ],
)
def test_broken_lists(data: bytes, says: str) -> None:
    """Each fault is one kind of error."""
    with pytest.raises(UnreadableFileError, match=says):
        _read(data)
