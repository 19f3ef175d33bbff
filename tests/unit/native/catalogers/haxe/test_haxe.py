"""Haxe libraries are known by their manifest."""

import pytest

from hullmark.native.catalogers.haxe.cataloger import HAXELIB
from hullmark.native.catalogers.record import File, Package, UnreadableFileError

_PATH = "haxelib/tink_core/1,0,0/haxelib.json"


def test_a_library_with_its_license() -> None:
    """Name, version, license."""
    data = b'{"name": "tink_core", "version": "1.0.0", "license": "MIT", "dependencies": {}}'
    assert list(HAXELIB.parse(File(_PATH, data))) == [
        Package(type="haxe", name="tink_core", version="1.0.0", licenses=("MIT",))
    ]


@pytest.mark.parametrize("data", [b"{}", b'{"name": 1, "version": []}', b'{"name": "a"}'])
def test_a_manifest_that_names_nothing(data: bytes) -> None:
    """No package, no error."""
    assert list(HAXELIB.parse(File(_PATH, data))) == []


@pytest.mark.parametrize("data", [b"", b'{"name": "a"', b"[]", b"\xff\x00"])
def test_broken_manifests_are_said(data: bytes) -> None:
    """Cut off, of another shape, or binary."""
    with pytest.raises(UnreadableFileError):
        list(HAXELIB.parse(File(_PATH, data)))
