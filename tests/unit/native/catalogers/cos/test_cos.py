"""Container-Optimized OS lists its packages in one file."""

import pytest

from hullmark.native.catalogers.cos.cataloger import COS
from hullmark.native.catalogers.record import File, Package, UnreadableFileError

_PATH = "etc/cos-package-info.json"


def test_installed_packages_count_and_build_tools_do_not() -> None:
    """Category and the ebuild's own version tell more."""
    data = b"""{"installedPackages": [
        {"category": "app-shells", "name": "bash", "version": "1.2.3", "ebuild_version": "5.2-r1"},
        {"name": "", "version": "1"}],
        "buildTimePackages": [{"category": "x", "name": "gcc", "version": "1"}]}"""
    assert list(COS.parse(File(_PATH, data))) == [
        Package(
            type="cos",
            name="bash",
            version="1.2.3",
            qualifiers=(("category", "app-shells"), ("ebuild", "5.2-r1")),
        )
    ]


@pytest.mark.parametrize("data", [b"", b"{", b'{"installedPackages": {}}', b"\x00"])
def test_broken_lists_are_said(data: bytes) -> None:
    """Cut off or of another shape."""
    with pytest.raises(UnreadableFileError):
        list(COS.parse(File(_PATH, data)))
