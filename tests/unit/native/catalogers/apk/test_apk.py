"""apk's installed database."""

import itertools

import pytest

from hullmark.native.catalogers.apk.cataloger import APK
from hullmark.native.catalogers.record import File, Owns, Package, Record, UnreadableFileError

PATH = "lib/apk/db/installed"


def _read(text: str) -> list[Record]:
    return list(APK.parse(File(PATH, text.encode())))


def test_package_with_origin_license_and_files() -> None:
    """A subpackage keeps its origin; files are joined to the folder before them."""
    text = (
        "C:Q1x\nP:musl-utils\nV:1.2.4-r2\nA:x86_64\nL:MIT  AND GPL-2.0-or-later\no:musl\n"
        "F:\nR:top\nF:usr/bin\nM:0:0:755\nR:ldd\na:0:0:755\nZ:Q1y\nR:getent\n\n"
        "P:musl\nV:1.2.4-r2\nA:x86_64\no:musl\n\n"
    )
    assert _read(text) == [
        Package(
            type="apk",
            name="musl-utils",
            version="1.2.4-r2",
            architecture="x86_64",
            source_name="musl",
            licenses=("MIT AND GPL-2.0-or-later",),
            line=1,
        ),
        Owns(type="apk", package="musl-utils", paths=b"top\nusr/bin/ldd\nusr/bin/getent"),
        Package(type="apk", name="musl", version="1.2.4-r2", architecture="x86_64", line=16),
    ]


def test_virtual_packages_are_kept() -> None:
    """What ``apk add --virtual`` made is an entry of the database like any other."""
    (package,) = _read("P:.build-deps\nV:20240101.120000\nA:noarch\n")
    assert isinstance(package, Package)
    assert package.name == ".build-deps"


def test_new_place_of_the_database_is_wanted() -> None:
    """Alpine 3.23 and Wolfi moved it below /usr."""
    assert "usr/lib/apk/db/installed" in APK.globs


def test_broken_stanzas_do_not_hide_good_ones() -> None:
    """Packages without a version or with lines that are no fields are named at the end."""
    records = APK.parse(File(PATH, b"P:a\nV:1\n\nP:b\n\nnonsense\n\nP:c\nV:1\n"))
    first, second = itertools.islice(records, 2)
    assert isinstance(first, Package)
    assert isinstance(second, Package)
    assert (first.name, second.name) == ("a", "c")
    with pytest.raises(UnreadableFileError, match=r"line 4: package 'b' has no V .*\(and 1 more\)"):
        next(iter(records))


def test_empty_database() -> None:
    """No stanza is no package and no error."""
    assert _read("") == _read("\n\n") == []
