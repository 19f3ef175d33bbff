"""Zip archives are read within bounds."""

import io
import struct
import zipfile

import pytest

from hullmark.advisories import archive
from hullmark.advisories.archive import MemberError, read_members
from hullmark.advisories.errors import FeedError, FeedTooLargeError


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_are_read(method: int) -> None:
    """Names and contents are those that were written; folders are left out."""
    members = {"a.json": b"{}" * 1000, "folder/": b"", "ü.json": b""}
    expected = [("a.json", b"{}" * 1000), ("ü.json", b"")]
    assert list(read_members(zipped(members, method), "x")) == expected


def test_archive_behind_other_bytes_is_read() -> None:
    """Offsets count from where the archive starts, as in self-extracting files."""
    data = b"#!/bin/sh\n" + zipped({"a": b"1"})
    assert list(read_members(data, "x")) == [("a", b"1")]


def test_wide_archives_are_read() -> None:
    """Zip64 records, as dumps with more than 65,535 members have them, are understood."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for number in range(65_600):
            target.writestr(str(number), b"")
    assert sum(1 for _ in read_members(out.getvalue(), "x")) == 65_600


def test_unsupported_methods_cost_one_member() -> None:
    """A member that cannot be read is named, the others are read."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("a", b"1" * 100, zipfile.ZIP_BZIP2)
        target.writestr("b", b"2")
    (_, first), second = read_members(out.getvalue(), "x")
    assert isinstance(first, MemberError)
    assert second == ("b", b"2")


def test_damaged_member_costs_one_member() -> None:
    """A changed byte shows in the checksum."""
    data = bytearray(zipped({"a": b"x" * 50, "b": b"y"}, zipfile.ZIP_STORED))
    data[data.index(b"xxxx")] ^= 1
    (_, first), second = read_members(bytes(data), "x")
    assert isinstance(first, MemberError)
    assert second == ("b", b"y")


def test_a_member_that_lies_about_its_size_is_refused() -> None:
    """More bytes than announced are not taken."""
    data = bytearray(zipped({"a": b"z" * 10_000}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<L", 10)
    ((_, content),) = read_members(bytes(data), "x")
    assert isinstance(content, MemberError)


@pytest.mark.parametrize("data", [b"", b"PK\x05\x06", b"PK\x03\x04" + b"\0" * 100, b"text"])
def test_other_bytes_are_no_archive(data: bytes) -> None:
    """What has no directory is refused with its name."""
    with pytest.raises(FeedError, match="'x'"):
        list(read_members(data, "x"))


def test_truncated_archive_is_refused() -> None:
    """A download that broke off has no end."""
    data = zipped({"a": b"1" * 1000})
    with pytest.raises(FeedError):
        list(read_members(data[:-30], "x"))


def test_bombs_are_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive that unpacks to far more than any feed is refused while it is read."""
    monkeypatch.setattr(archive, "RATIO_FREE_BYTES", 1000)
    data = zipped({str(n): b"\0" * 1_000_000 for n in range(20)})
    with pytest.raises(FeedTooLargeError):
        list(read_members(data, "x"))


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of members is bounded before one is read."""
    monkeypatch.setattr(archive, "ARCHIVE_MEMBERS", 3)
    with pytest.raises(FeedTooLargeError):
        list(read_members(zipped({str(n): b"" for n in range(4)}), "x"))
