"""Applications of Flatpak."""

import pytest

from hullmark.native.catalogers.flatpak.cataloger import FLATPAK
from hullmark.native.catalogers.record import File, Package, UnreadableFileError

_PATH = "var/lib/flatpak/app/org.x.Y/x86_64/stable/abc/export/share/metainfo/org.x.Y.metainfo.xml"


def test_the_newest_release_comes_first() -> None:
    """Its version is that of the application."""
    text = (
        b"<component><id>org.x.Y.desktop</id><project_license>MIT</project_license><releases>"
        b'<release version="2.0"/><release version="1.0"/></releases></component>'
    )
    assert list(FLATPAK.parse(File(_PATH, text))) == [
        Package(type="flatpak", name="org.x.Y", version="2.0", licenses=("MIT",))
    ]


@pytest.mark.parametrize(
    "text",
    [
        b"<component><id>a</id></component>",
        b"<component><id>a</id><releases><release/></releases></component>",
        b"<other/>",
        b"not xml",
        b'<!DOCTYPE a [<!ENTITY b "c">]><component><id>&b;</id></component>',
    ],
)
def test_broken_metadata_is_refused(text: bytes) -> None:
    """Without id or version, or not such a document."""
    with pytest.raises(UnreadableFileError):
        list(FLATPAK.parse(File(_PATH, text)))


def test_other_files_beside_it_say_nothing() -> None:
    """Only documents are read."""
    assert list(FLATPAK.parse(File(_PATH.replace(".xml", ".png"), b""))) == []
