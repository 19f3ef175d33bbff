"""Zip archives in memory: wanted members, within bounds."""

import io
import struct
import zipfile

import pytest

from hullmark.kernel import limits
from hullmark.native.catalogers.archive import (
    OPENED_FLOOR_BYTES,
    Archive,
    Budget,
    Member,
)
from hullmark.native.catalogers.record import UnreadableFileError

_SUFFIXES = (b".txt", b"meta-inf/manifest.mf")


def _zip(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return content.getvalue()


def _open(data: bytes) -> Archive:
    return Archive(data, Budget.of(len(data)))


def _read_all(data: bytes, *, limit: int = 1000) -> dict[str, bytes]:
    archive = _open(data)
    return {each.name: archive.read(each, limit=limit) for each in archive.wanted(_SUFFIXES)}


_MEMBERS = {"a.txt": b"one", "b.class": b"two", "META-INF/MANIFEST.MF": b"three" * 50}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_wanted_members(method: int) -> None:
    """Only wanted members are listed, by suffix in any case, and read."""
    expected = {"a.txt": b"one", "META-INF/MANIFEST.MF": b"three" * 50}
    assert _read_all(_zip(_MEMBERS, method=method)) == expected


def test_script_before_the_archive() -> None:
    """Executable jars start with a shell script, whether or not offsets were moved past it."""
    assert _read_all(b"#!/bin/bash\nexec java -jar $0\n" + _zip(_MEMBERS)).keys() == {
        "a.txt",
        "META-INF/MANIFEST.MF",
    }
    content = io.BytesIO()
    content.write(b"#!/bin/sh\n")
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("a.txt", b"one")
    assert _read_all(content.getvalue()) == {"a.txt": b"one"}


def test_bytes_after_the_archive() -> None:
    """A comment, or what a signer appended, does not hide the end record."""
    content = io.BytesIO(_zip({"a.txt": b"one"}))
    with zipfile.ZipFile(content, "a") as archive:
        archive.comment = b"PK\x05\x06 in a comment"
    assert _read_all(content.getvalue()) == {"a.txt": b"one"}
    assert _read_all(_zip({"a.txt": b"one"}) + b"\0" * 100) == {"a.txt": b"one"}


def test_duplicate_members() -> None:
    """Both are listed; the cataloger decides."""
    content = bytearray(_zip({"a.txt": b"one", "b.txt": b"two"}))
    content[content.rindex(b"b.txt")] = ord("a")
    archive = _open(bytes(content))
    found = [archive.read(each, limit=10) for each in archive.wanted(_SUFFIXES)]
    assert found == [b"one", b"two"]


def test_zip64() -> None:
    """Fields that overflow stand in an extra field, the end record has a wide brother."""
    name, data = b"a.txt", b"one"
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 45, 0, 0, 0, 0, 0, 3, 3, len(name), 0) + name + data
    extra = struct.pack("<HHQQQ", 1, 24, 3, 3, 0)
    wide = 0xFFFFFFFF
    central = struct.pack(
        "<4s6H3I5H2I", b"PK\1\2", 45, 45, 0, 0, 0, 0, 0, wide, wide, len(name), len(extra), 0, 0, 0,
        0, wide,
    )  # fmt: skip
    central += name + extra
    end64_at = len(local) + len(central)
    end64 = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, len(central), len(local))
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, end64_at, 1)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, wide, wide, 0)
    whole = local + central + end64 + locator + end
    assert _read_all(whole) == {"a.txt": b"one"}
    assert _read_all(b"#!script" + whole) == {"a.txt": b"one"}
    with pytest.raises(UnreadableFileError, match="zip64"):
        _read_all(local + central + b"x" * 56 + locator + end)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not a zip"),
        (b"\xca\xfe\xba\xbe" * 100, "not a zip"),
        (_zip({"a.txt": b"one"})[:-30], "not a zip"),
        (_zip({"a.txt": b"one"})[50:], "cut off|broken|not where"),
        (_zip({"a.txt": b"one"}).replace(b"PK\1\2", b"PK\1\1"), "broken"),
        (_zip({"a.txt": b"one"}).replace(b"PK\3\4", b"PK\3\3"), "not where"),
    ],
)
def test_broken_archives(data: bytes, message: str) -> None:
    """Every break is one kind of error that says what is wrong."""
    with pytest.raises(UnreadableFileError, match=message):
        _read_all(data)


def test_encrypted_member() -> None:
    """What needs a password cannot be read."""
    data = bytearray(_zip({"a.txt": b"one"}))
    data[data.index(b"PK\1\2") + 8] |= 1
    with pytest.raises(UnreadableFileError, match="encrypted"):
        _read_all(bytes(data))


def test_unknown_compression() -> None:
    """Java and Python know stored and deflated."""
    with pytest.raises(UnreadableFileError, match="method 14"):
        _read_all(_zip({"a.txt": b"one"}, method=zipfile.ZIP_LZMA))


def test_member_beyond_its_limit() -> None:
    """A large member is refused, or cut where the start is enough."""
    data = _zip({"a.txt": b"0" * 100_000})
    with pytest.raises(UnreadableFileError, match="larger than 1000 bytes"):
        _read_all(data)
    archive = _open(data)
    (member,) = archive.wanted(_SUFFIXES)
    assert archive.read(member, limit=1000, cut=True) == b"0" * 1000


def test_damaged_deflate_stream() -> None:
    """Damage and truncation are told apart from the end."""
    data = _zip({"a.txt": bytes(range(256)) * 4})
    archive = _open(data)
    (member,) = archive.wanted(_SUFFIXES)
    short = Member(member.name, member.method, member.flags, member.packed_bytes - 5, member.offset)
    with pytest.raises(UnreadableFileError, match="cut off"):
        archive.read(short, limit=2000)
    start = data.index(b"a.txt") + 5
    broken = data[:start] + b"\xff" * 20 + data[start + 20 :]
    with pytest.raises(UnreadableFileError, match="broken"):
        _read_all(broken, limit=2000)


def test_budget_is_shared() -> None:
    """Members together cannot open more than the outermost archive may hold."""
    budget = Budget.of(10)
    budget.charge(OPENED_FLOOR_BYTES)
    with pytest.raises(UnreadableFileError, match="more bytes"):
        budget.charge(1)


def test_too_many_members(monkeypatch: pytest.MonkeyPatch) -> None:
    """An endless directory is left."""
    monkeypatch.setattr(limits, "ARCHIVE_MEMBERS", 3)
    with pytest.raises(UnreadableFileError, match="more than 3 members"):
        _read_all(_zip({f"{n}.txt": b"" for n in range(5)}))
