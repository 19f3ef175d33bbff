"""dpkg and opkg databases: status, lists, checksums, copyright files."""

import pytest

from hullmark.native.catalogers.dpkg.cataloger import DPKG
from hullmark.native.catalogers.dpkg.parse_copyright import COPYRIGHT_BYTES
from hullmark.native.catalogers.record import (
    File,
    Licenses,
    Owns,
    Package,
    Record,
    UnreadableFileError,
)

STATUS = "var/lib/dpkg/status"


def _read(path: str, text: str | bytes) -> list[Record]:
    data = text.encode() if isinstance(text, str) else text
    return list(DPKG.parse(File(path, data)))


def _until_error(path: str, text: str) -> tuple[list[str], str]:
    names: list[str] = []
    try:
        for record in DPKG.parse(File(path, text.encode())):
            assert isinstance(record, Package)
            names.append(record.name)
    except UnreadableFileError as error:
        return names, str(error)
    return names, ""


def test_status_with_every_field() -> None:
    """Name, version, architecture, source with its own version, and the line of the entry."""
    text = (
        "Package: acl\nStatus: install ok installed\nArchitecture: amd64\nVersion: 2.3.1-3\n"
        "Description: short\n Package: not this\n\n\n"
        "Package: util-linux-extra\nStatus: install ok installed\nArchitecture: amd64\n"
        "Multi-Arch: foreign\nSource: util-linux (2.38.1-5)\nVersion: 2.38.1-5+b1\n"
    )
    assert _read(STATUS, text) == [
        Package(type="deb", name="acl", version="2.3.1-3", architecture="amd64", line=1),
        Package(
            type="deb",
            name="util-linux-extra",
            version="2.38.1-5+b1",
            architecture="amd64",
            source_name="util-linux",
            source_version="2.38.1-5",
            line=9,
        ),
    ]


def test_source_of_another_name_at_the_same_version() -> None:
    """A source without a version in brackets has the package's own."""
    text = "Package: libacl1\nStatus: install ok installed\nSource: acl\nVersion: 2.3.1-3\n"
    (package,) = _read(STATUS, text)
    assert isinstance(package, Package)
    assert (package.source_name, package.source_version) == ("acl", "")


def test_binary_rebuild_has_the_version_of_its_source() -> None:
    """``+b1`` counts rebuilds of the same source."""
    (package,) = _read(STATUS, "Package: a\nStatus: install ok installed\nVersion: 1:2-3+b12\n")
    assert isinstance(package, Package)
    assert (package.source_name, package.source_version) == ("", "1:2-3")


@pytest.mark.parametrize(
    ("status", "listed"),
    [
        ("install ok installed", True),
        ("hold ok installed", True),
        ("deinstall reinstreq installed", True),
        ("install ok unpacked", True),
        ("install reinstreq half-installed", True),
        ("install ok half-configured", True),
        ("install ok triggers-pending", True),
        ("install ok triggers-awaited", True),
        ("deinstall ok config-files", False),
        ("purge ok not-installed", False),
    ],
)
def test_states(status: str, *, listed: bool) -> None:
    """A package is there when its files are, whatever its scripts did."""
    found = _read(STATUS, f"Package: a\nStatus: {status}\nVersion: 1\n")
    assert bool(found) is listed


def test_status_d_needs_no_status() -> None:
    """Distroless images keep one stanza a file, without a state; in ``status`` it means absent."""
    text = "Package: base-files\nVersion: 12.4\nArchitecture: amd64\n"
    assert len(_read("var/lib/dpkg/status.d/base", text)) == 1
    assert _read(STATUS, text) == []


def test_broken_stanzas_do_not_hide_good_ones() -> None:
    """Everything readable is given first; then the error names line and number."""
    text = (
        "Package: a\nStatus: install ok installed\nVersion: 1\n\n"
        "Status: install ok installed\nVersion: 1\n\n"
        "Package: b\nStatus: install ok installed\n\n"
        "Package: c\nStatus: install ok installed\nVersion: 1\n"
    )
    names, error = _until_error(STATUS, text)
    assert names == ["a", "c"]
    assert error == "line 5: a stanza without Package (and 1 more)"


def test_line_ends_and_cases_of_hand_made_files() -> None:
    """Carriage returns and field names in another case are read as dpkg reads them."""
    text = "\r\npackage: a\r\nSTATUS: install ok installed\r\nversion: 1\r\n\r\n"
    assert _read(STATUS, text) == [Package(type="deb", name="a", version="1", line=2)]


def test_empty_database() -> None:
    """No stanza is no package and no error."""
    assert _read(STATUS, "") == _read(STATUS, "\n\n\n") == []


def test_opkg_has_a_type_of_its_own() -> None:
    """OpenWrt's packages are not Debian's."""
    (package,) = _read(
        "usr/lib/opkg/status", "Package: ubus\nVersion: 2024\nStatus: install ok installed\n"
    )
    assert isinstance(package, Package)
    assert package.type == "opkg"


def test_lists_own_files() -> None:
    """A list names absolute paths; the owner is the file's name without the architecture."""
    text = "/.\n/usr\n/usr/lib/libc.so.6\n"
    assert _read("var/lib/dpkg/info/libc6:amd64.list", text) == [
        Owns(type="deb", package="libc6", paths=b".\nusr\nusr/lib/libc.so.6")
    ]
    assert _read("usr/lib/opkg/info/a.list", "/bin/a\t0755\n/bin/b\t0777\ta\n") == [
        Owns(type="opkg", package="a", paths=b"bin/a\nbin/b")
    ]
    assert _read("var/lib/dpkg/info/none.list", "") == []


def test_checksums_own_files() -> None:
    """Distroless images have checksums in place of lists; names may hold blanks."""
    digest = "0" * 32
    text = f"{digest}  usr/bin/a\n{digest}  ./usr/share/a b\nnonsense\n"
    assert _read("var/lib/dpkg/status.d/a.md5sums", text) == [
        Owns(type="deb", package="a", paths=b"usr/bin/a\nusr/share/a b")
    ]


def test_machine_readable_copyright() -> None:
    """DEP-5 names each licence; each is given once, texts are not."""
    text = (
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\n"
        "Files: *\nLicense: GPL-2+ or Artistic\n\nFiles: b\nLicense: Expat\n\n"
        "License: Expat\n Permission is granted.\n See /usr/share/common-licenses/BSD.\n"
    )
    assert _read("usr/share/doc/a/copyright", text) == [
        Licenses(type="deb", package="a", licenses=("GPL-2+ or Artistic", "Expat"))
    ]


def test_free_text_copyright() -> None:
    """Free text is read for the common licences it points to."""
    text = "On Debian systems, see /usr/share/common-licenses/GPL-2. Also\n"
    text += "`/usr/share/common-licenses/LGPL-2.1'.\n"
    assert _read("usr/share/doc/a/copyright", text) == [
        Licenses(type="deb", package="a", licenses=("GPL-2", "LGPL-2.1"))
    ]
    assert _read("usr/share/doc/a/copyright", "All rights reserved.") == []


def test_oversized_copyright_is_refused() -> None:
    """A file beyond all bounds is an issue."""
    with pytest.raises(UnreadableFileError):
        _read("usr/share/doc/a/copyright", b" " * (COPYRIGHT_BYTES + 1))
