"""Zips that were built to fell a scan: overlapping, nested, lying, endless."""

import io
import struct
import time
import zipfile
import zlib

import pytest

from hullmark.native.catalogers.archive import OPENED_FLOOR_BYTES
from hullmark.native.catalogers.java.parse_archive import parse_archive
from hullmark.native.catalogers.record import File, Package, UnreadableFileError

_POM = b"groupId=com.example\nartifactId=lib\nversion=1.0\n"


def _jar(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method, compresslevel=9) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method, 9)
    return packed.getvalue()


def _read(data: bytes) -> tuple[list[str], str]:
    """Return the names found, and what the archive is told to be."""
    found: list[Package] = []
    try:
        found += parse_archive(File("app/x.jar", data))
    except UnreadableFileError as error:
        return [each.name for each in found], str(error)
    return [each.name for each in found], ""


def _overlapping(members: int, size: int) -> bytes:
    """Return a zip whose directory names one deflated jar of zeros again and again."""
    content = bytes(size)
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = squeeze.compress(content) + squeeze.flush()
    name = b"lib.jar"
    local = struct.pack(
        "<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 0, zlib.crc32(content), len(packed), size, len(name), 0
    )
    body = local + name + packed
    directory = b""
    for _ in range(members):
        directory += struct.pack(
            "<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 0, zlib.crc32(content), len(packed), size,
            len(name), 0, 0, 0, 0, 0, 0,
        ) + name  # fmt: skip
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF & members, 0xFFFF & members,
                      len(directory), len(body), 0)  # fmt: skip
    return body + directory + end


def test_members_that_overlap_are_charged_each_time() -> None:
    """A hundred kilobytes that would open into 5 GB stop at the budget of their size."""
    bomb = _overlapping(500, 10_000_000)
    start = time.process_time()
    names, problem = _read(bomb)
    assert problem
    assert len(names) <= 2_000
    # All of it takes most of a minute to open: the clock tells a bound that does not hold.
    assert time.process_time() - start < 20


def test_jars_in_jars_end_at_a_depth() -> None:
    """Eight levels are read to the sixth, and the rest is told."""
    data = _jar({"META-INF/maven/com.example/lib/pom.properties": _POM})
    for level in range(8):
        data = _jar({f"lib/level{level}.jar": data})
    _, problem = _read(data)
    assert "nested deeper" in problem


def test_a_jar_that_holds_itself_many_times_is_bounded() -> None:
    """Ten jars of ten jars of … open into a hundred thousand, and stop at the budget."""
    data = _jar({"a.bin": bytes(200_000)})
    for _ in range(4):
        data = _jar({f"{number}.jar": data for number in range(10)}, method=zipfile.ZIP_STORED)
    _read(data)


@pytest.mark.parametrize("name", ["META-INF/MANIFEST.MF", "META-INF/maven/a/b/pom.properties",
                                  "META-INF/maven/a/b/pom.xml", "lib/x.jar"])  # fmt: skip
def test_one_member_of_zeros_is_bounded(name: str) -> None:
    """128 MB of zeros in 130 kB are opened to the limit of their kind."""
    packed = _jar({name: bytes(OPENED_FLOOR_BYTES * 2), "META-INF/maven/c/d/pom.properties": _POM})
    names, problem = _read(packed)
    assert "com.example:lib" in names
    assert problem or name.endswith("MANIFEST.MF")


@pytest.mark.parametrize("offset", range(0, 46, 2))
def test_every_lie_of_the_directory_is_told(offset: int) -> None:
    """Each field of the central directory, filled with ones: packages or a problem."""
    data = bytearray(_jar({"META-INF/maven/com.example/lib/pom.properties": _POM}))
    at = data.index(b"PK\1\2") + offset
    data[at : at + 2] = b"\xff\xff"
    names, problem = _read(bytes(data))
    assert names or problem or offset in range(28, 34)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.99])
def test_a_truncated_jar_is_told(share: float) -> None:
    """Without its end a zip is no zip, and the ledger says so."""
    data = _jar({"META-INF/maven/com.example/lib/pom.properties": _POM, "a": b"x" * 5_000})
    assert _read(data[: int(len(data) * share)])[1]


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/pom.properties",
        "/META-INF/maven/a/b/pom.xml",
        "a/../../x/pom.xml",
        "..\\..\\pom.xml",
        "\n\x1b[2Jpom.properties",
        "a/" * 20_000 + "pom.xml",
    ],
)
def test_names_in_a_zip_never_become_names_on_disk(name: str) -> None:
    """A member's name is text for a report and nothing else."""
    _read(_jar({name: _POM}))


def test_licences_of_many_artifacts_cost_no_square() -> None:
    """Four thousand shaded artifacts, each with its POM, are told in seconds."""
    members: dict[str, bytes] = {}
    for number in range(4_000):
        folder = f"META-INF/maven/g/a{number}"
        members[f"{folder}/pom.properties"] = (
            f"groupId=g\nartifactId=a{number}\nversion=1\n".encode()
        )
        members[f"{folder}/pom.xml"] = (
            f"<project><groupId>g</groupId><artifactId>a{number}</artifactId><version>1</version>"
            "<licenses><license><name>MIT</name></license></licenses></project>"
        ).encode()
    found = list(parse_archive(File("app/x.jar", _jar(members, method=zipfile.ZIP_STORED))))
    assert len(found) == 4_000
    assert all(each.licenses == ("MIT",) for each in found)
