"""rpm headers: what they say, and what they may not claim."""

import struct

import pytest

import rpm_builder
from hullmark.native.catalogers.record import Owns, Package, UnreadableFileError
from hullmark.native.catalogers.rpm.header import parse_header, split_source_rpm


def test_every_field() -> None:
    """Epoch, module, vendor, licence, source and files."""
    blob = rpm_builder.header(
        "nodejs",
        "18.1.0",
        "1.module_el9",
        epoch=1,
        source="nodejs-src-18.1.0-1.module_el9.src.rpm",
        modularity="nodejs:18:9020:rhel9",
        files=("/usr/bin/node", "/usr/lib/node/a.js", "/usr/bin/npx"),
    )
    assert list(parse_header(blob)) == [
        Package(
            type="rpm",
            name="nodejs",
            version="1:18.1.0-1.module_el9",
            architecture="x86_64",
            source_name="nodejs-src",
            licenses=("MIT",),
            vendor="Example",
            qualifiers=(("epoch", "1"), ("modularitylabel", "nodejs:18:9020:rhel9")),
        ),
        Owns(type="rpm", package="nodejs", paths=b"usr/bin/node\nusr/lib/node/a.js\nusr/bin/npx"),
    ]


def test_epoch_zero_is_no_epoch() -> None:
    """Both compare alike to rpm, so they are written alike."""
    (package,) = parse_header(rpm_builder.header("a", "1", "2", epoch=0))
    assert isinstance(package, Package)
    assert (package.version, package.qualifiers) == ("1-2", ())


@pytest.mark.parametrize(
    ("file_name", "name", "version"),
    [
        ("util-linux-2.32.1-42.el8.src.rpm", "util-linux", "2.32.1-42.el8"),
        ("a-b-1-2.nosrc.rpm", "a-b", "1-2"),
        ("(none)", "", ""),
        ("broken.src.rpm", "", ""),
        ("", "", ""),
    ],
)
def test_source_names(file_name: str, name: str, version: str) -> None:
    """The file name of the source package is split from the right."""
    assert split_source_rpm(file_name) == (name, version)


@pytest.mark.parametrize(
    "blob",
    [
        b"",
        struct.pack(">2I", 0xFFFFFFFF, 0),
        struct.pack(">2I", 1, 0xFFFFFFFF) + b"\0" * 16,
        struct.pack(">2I", 0, 0),
        struct.pack(">2I4I", 1, 0, 1000, 6, 99, 1),
        rpm_builder.header("", "1", "1"),
    ],
)
def test_hostile_headers_are_refused(blob: bytes) -> None:
    """A header that claims more than it holds, or names no package, is refused."""
    with pytest.raises(UnreadableFileError):
        list(parse_header(blob))


def test_file_lists_that_do_not_fit_are_refused() -> None:
    """Directory indexes beyond the directories, or too few names, are refused."""
    good = rpm_builder.header("a", "1", "1", files=("/x/a", "/y/b"))
    bad = good.replace(struct.pack(">2I", 0, 1), struct.pack(">2I", 0, 7))
    assert bad != good
    with pytest.raises(UnreadableFileError, match="do not fit"):
        list(parse_header(bad))
