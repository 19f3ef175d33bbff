"""What Spack installed."""

import json

import pytest

from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.spack.cataloger import SPACK

_PATH = "opt/spack/linux/a-1/.spack/spec.json"


@pytest.mark.parametrize("wrap", [True, False])
def test_graphs(wrap: bool) -> None:  # noqa: FBT001 - a case
    """Older and newer shapes; what the system provides is not Spack's."""
    nodes = [
        {"name": "libelf", "version": "0.8.13", "arch": {"target": {"name": "skylake"}}},
        {"name": "gmake", "version": "4.4", "arch": {"target": "x86_64"}},
        {"name": "gcc", "version": "13", "external": {"path": "/usr"}},
        {"name": "broken"},
    ]
    spec: object = {"_meta": {"version": 5}, "nodes": nodes} if wrap else nodes
    assert list(SPACK.parse(File(_PATH, json.dumps({"spec": spec}).encode()))) == [
        Package(type="spack", name="libelf", version="0.8.13", architecture="skylake"),
        Package(type="spack", name="gmake", version="4.4", architecture="x86_64"),
    ]


@pytest.mark.parametrize("text", [b"", b"{}", b'{"spec": {}}', b"[]"])
def test_broken_specifications_are_refused(text: bytes) -> None:
    """What has no graph."""
    with pytest.raises(UnreadableFileError):
        list(SPACK.parse(File(_PATH, text)))
