"""Bitnami's own list of components."""

import pytest

from hullmark.model.component import Evidence
from hullmark.native.catalogers.bitnami.cataloger import BITNAMI
from hullmark.native.catalogers.record import File, Package, UnreadableFileError

_PATH = "opt/bitnami/.bitnami_components.json"


def test_components() -> None:
    """Name, version and what they were built for."""
    text = (
        b'{\n"redis": {"arch": "amd64", "distro": "debian-11", "version": "6.2.6-5"},\n"x": {},\n'
        b'"y": 1\n}'
    )
    assert list(BITNAMI.parse(File(_PATH, text))) == [
        Package(
            type="bitnami",
            name="redis",
            version="6.2.6-5",
            evidence=Evidence.SBOM,
            line=2,
            qualifiers=(("arch", "amd64"), ("distro", "debian-11")),
        )
    ]


@pytest.mark.parametrize("text", [b"", b"[]", b"{"])
def test_broken_lists_are_refused(text: bytes) -> None:
    """What is no object of JSON."""
    with pytest.raises(UnreadableFileError):
        list(BITNAMI.parse(File(_PATH, text)))
