"""The local database of pacman: a package, and the files it owns."""

import pytest

from hullmark.native.catalogers.pacman.cataloger import PACMAN
from hullmark.native.catalogers.record import File, Owns, Package, Record, UnreadableFileError

_FOLDER = "var/lib/pacman/local/gtk-common-x-1:2.0-3"


def _read(name: str, text: str) -> list[Record]:
    return list(PACMAN.parse(File(f"{_FOLDER}/{name}", text.encode())))


def test_a_package() -> None:
    """Name, version with epoch, architecture, licences and the package it was built from."""
    found = _read(
        "desc",
        "%NAME%\ngtk-common-x\n\n%VERSION%\n1:2.0-3\n\n%BASE%\ngtk\n\n%ARCH%\nx86_64\n\n"
        "%LICENSE%\nMIT\nLGPL\n\n%DEPENDS%\nsh\n",
    )
    assert found == [
        Package(
            type="alpm",
            name="gtk-common-x",
            version="1:2.0-3",
            architecture="x86_64",
            source_name="gtk",
            licenses=("MIT", "LGPL"),
        )
    ]


def test_owned_files() -> None:
    """Folders are not owned, and the package is the folder without version and release."""
    found = _read("files", "%FILES%\nusr/\nusr/bin/\nusr/bin/x\n\n%BACKUP%\netc/x\tabc\n")
    assert found == [Owns(type="alpm", package="gtk-common-x", paths=b"usr/bin/x")]


@pytest.mark.parametrize("text", ["", "%NAME%\na\n", "%VERSION%\n1\n", "\0\0"])
def test_an_incomplete_package_is_refused(text: str) -> None:
    """A package without name or version is a broken file."""
    with pytest.raises(UnreadableFileError):
        _read("desc", text)
