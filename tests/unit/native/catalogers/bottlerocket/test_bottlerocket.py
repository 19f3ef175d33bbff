"""The inventory of Bottlerocket."""

import json

import pytest

from hullmark.native.catalogers.bottlerocket.cataloger import BOTTLEROCKET
from hullmark.native.catalogers.record import File, Package, UnreadableFileError

_PATH = BOTTLEROCKET.globs[0]


def test_versions_have_epoch_and_release() -> None:
    """As those of any RPM."""
    entries = [
        {"Name": "glibc", "Version": "2.4", "Release": "1.br1", "Epoch": "1", "Publisher": "b"},
        {"Name": "kernel", "Version": "6.1", "Epoch": "0", "Architecture": "x86_64"},
        {"Name": "", "Version": "1"},
    ]
    data = json.dumps({"Content": entries}).encode()
    assert list(BOTTLEROCKET.parse(File(_PATH, data))) == [
        Package(type="rpm", name="glibc", version="1:2.4-1.br1", vendor="b"),
        Package(type="rpm", name="kernel", version="6.1", architecture="x86_64"),
    ]


@pytest.mark.parametrize("data", [b"", b"{}", b'{"Content": 1}', b'{"Content": [1]}'])
def test_other_documents_are_refused(data: bytes) -> None:
    """Not JSON, or of another shape."""
    with pytest.raises(UnreadableFileError):
        list(BOTTLEROCKET.parse(File(_PATH, data)))
