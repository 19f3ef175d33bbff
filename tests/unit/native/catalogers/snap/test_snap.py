"""Snaps, and what was staged into them."""

import pytest

from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.snap.cataloger import SNAP


def test_a_snap() -> None:
    """Versions stay the text they are."""
    text = b"name: core\nversion: 1.10\narchitectures: [amd64]\nlicense: GPL-3.0\n"
    assert list(SNAP.parse(File("snap/core/1/meta/snap.yaml", text))) == [
        Package(
            type="snap", name="core", version="1.10", architecture="amd64", licenses=("GPL-3.0",)
        )
    ]


@pytest.mark.parametrize(
    "text", [b"name: a\n", b"version: 1\n", b"- a\n", b"a: [\n", b"\xff\xfe\0"]
)
def test_broken_snaps_are_refused(text: bytes) -> None:
    """Without name or version, or not YAML."""
    with pytest.raises(UnreadableFileError):
        list(SNAP.parse(File("meta/snap.yaml", text)))


@pytest.mark.parametrize(
    ("path", "key"),
    [("snap/manifest.yaml", "primed-stage-packages"), ("usr/share/snappy/dpkg.yaml", "packages")],
)
def test_staged_packages(path: str, key: str) -> None:
    """Debian packages inside are somebody's word for what is there."""
    text = f"architectures: [arm64]\n{key}:\n- a=1:2-3\n- libb:i386=4\n- broken\n- [x]\n"
    found = [each for each in SNAP.parse(File(path, text.encode())) if isinstance(each, Package)]
    assert [(p.name, p.version, p.architecture) for p in found] == [
        ("a", "1:2-3", "arm64"),
        ("libb", "4", "i386"),
    ]
    assert {(p.type, p.evidence) for p in found} == {("deb", Evidence.SBOM)}
