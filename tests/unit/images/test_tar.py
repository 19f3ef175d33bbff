"""The tar walker sees what ``tarfile`` sees, and refuses what is no tar."""

import contextlib
import io
import tarfile
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hullmark.images.layer_errors import BombError, BrokenLayerError
from hullmark.images.tar import Sink, clean, walk
from hullmark.kernel import limits
from hullmark.kernel.errors import HullmarkError


class _Keep:
    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.closed = False

    def feed(self, piece: bytes, /) -> None:
        self.parts.append(piece)

    def close(self) -> None:
        self.closed = True


class _Everything:
    """A visitor that keeps all content."""

    def __init__(self) -> None:
        self.files: dict[str, _Keep] = {}
        self.sizes: dict[str, int] = {}
        self.links: dict[str, str] = {}
        self.folders: list[str] = []
        self.others: list[str] = []

    def regular(self, path: str, size: int, head: bytes) -> Sink | None:
        assert len(head) <= 64
        self.files[path] = _Keep()
        self.sizes[path] = size
        return self.files[path]

    def hardlink(self, path: str, target: str) -> None:
        self.links[path] = target

    def directory(self, path: str) -> None:
        self.folders.append(path)

    def other(self, path: str) -> None:
        self.others.append(path)

    def content(self) -> dict[str, bytes]:
        assert all(keep.closed for keep in self.files.values())
        return {path: b"".join(keep.parts) for path, keep in self.files.items()}


def _blocks(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def _walk(data: bytes, *, size: int = 1000) -> _Everything:
    seen = _Everything()
    walk(_blocks(data, size), seen)
    return seen


def _tar(*members: tuple[tarfile.TarInfo, bytes], kind: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=kind) as archive:
        for info, content in members:
            info.size = len(content) if info.isreg() else 0
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def _file(name: str, content: bytes) -> tuple[tarfile.TarInfo, bytes]:
    return tarfile.TarInfo(name), content


_NAMES = st.text(
    st.characters(
        exclude_characters="\0/", categories=("L", "M", "N", "P", "S", "Z", "Cc", "Cf", "Co", "Cn")
    ),
    min_size=1,
    max_size=80,
).filter(lambda name: name not in (".", ".."))
_PATHS = st.lists(_NAMES, min_size=1, max_size=6).map("/".join)


@settings(max_examples=60, deadline=None)
@given(
    files=st.dictionaries(_PATHS, st.binary(max_size=3000), min_size=1, max_size=8),
    kind=st.sampled_from([tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]),
    size=st.sampled_from([1, 7, 511, 512, 513, 4096, 1 << 20]),
)
def test_names_and_contents_equal_tarfile(files: dict[str, bytes], kind: int, size: int) -> None:
    """Any names and contents come out whole, however the blocks are cut."""
    seen = _walk(_tar(*(_file(*each) for each in files.items()), kind=kind), size=size)
    expected = {clean(name.encode()): content for name, content in files.items()}
    assert seen.content() == expected


def test_kinds_are_told_apart() -> None:
    """Folders, hard links, symbolic links, devices and pipes are reported as what they are."""
    members = []
    for name, kind in (
        ("d", tarfile.DIRTYPE),
        ("h", tarfile.LNKTYPE),
        ("s", tarfile.SYMTYPE),
        ("c", tarfile.CHRTYPE),
        ("b", tarfile.BLKTYPE),
        ("p", tarfile.FIFOTYPE),
    ):
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "./f" if kind in (tarfile.LNKTYPE, tarfile.SYMTYPE) else ""
        members.append((info, b""))
    seen = _walk(_tar(_file("f", b"x"), *members))
    assert seen.folders == ["d"]
    assert seen.links == {"h": "f"}
    assert seen.others == ["s", "c", "b", "p"]


def test_global_pax_headers_and_sizes_in_pax_are_obeyed() -> None:
    """A size given only in a pax header decides where the next member starts."""
    out = io.BytesIO()
    with tarfile.open(
        fileobj=out, mode="w", format=tarfile.PAX_FORMAT, pax_headers={"comment": "size=1 path=no"}
    ) as archive:
        info = tarfile.TarInfo("a")
        info.size, info.pax_headers = 5, {"size": "5"}
        archive.addfile(info, io.BytesIO(b"12345"))
        archive.addfile(tarfile.TarInfo("b"), io.BytesIO())
    assert _walk(out.getvalue()).content() == {"a": b"12345", "b": b""}


def test_base_256_sizes_are_read() -> None:
    """A size beyond eight octal gigabytes is stored in base 256."""
    info = tarfile.TarInfo("big")
    info.size = 1 << 34
    header = info.tobuf(tarfile.GNU_FORMAT)
    seen = _Everything()
    with pytest.raises(BrokenLayerError, match="inside a file"):
        walk(iter([header, b"x" * 512]), seen)
    assert seen.sizes == {"big": 1 << 34}


def _octal(number: int) -> bytes:
    return b"%011o\0" % number


def _gnu_sparse(stretches: list[tuple[int, bytes]], real_size: int) -> bytes:
    """Build an old GNU sparse member by hand; ``tarfile`` reads these and writes none."""
    info = tarfile.TarInfo("sparse")
    info.type, info.size = tarfile.GNUTYPE_SPARSE, sum(len(data) for _, data in stretches)
    header = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    entries = [_octal(offset) + _octal(len(data)) for offset, data in stretches]
    header[386 : 386 + 24 * min(4, len(entries))] = b"".join(entries[:4])
    header[482] = len(entries) > 4
    header[483:495] = _octal(real_size)
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    extensions = b""
    for at in range(4, len(entries), 21):
        more = at + 21 < len(entries)
        extensions += b"".join(entries[at : at + 21]).ljust(504, b"\0") + bytes([more]) + bytes(7)
    data = b"".join(data for _, data in stretches)
    return bytes(header) + extensions + data + bytes(-len(data) % 512)


@pytest.mark.parametrize("count", [1, 4, 5, 30, 50])
def test_gnu_sparse_files_are_expanded(count: int) -> None:
    """Holes become zeros, over any number of extension blocks, and the next member is found."""
    stretches = [(1000 * index, b"%04d" % index) for index in range(count)]
    data = _gnu_sparse(stretches, 1000 * count) + _tar(_file("after", b"x"))
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        expected = archive.extractfile("sparse")
        assert expected is not None
        assert _walk(data).content() == {"sparse": expected.read(), "after": b"x"}


def test_pax_sparse_1_0_is_expanded() -> None:
    """The map in front of the data is not taken for content."""
    info = tarfile.TarInfo("GNUSparseFile.0/x")
    info.pax_headers = {
        "GNU.sparse.major": "1",
        "GNU.sparse.minor": "0",
        "GNU.sparse.name": "real/x",
        "GNU.sparse.realsize": "2000",
    }
    body = b"2\n0\n3\n1500\n2\n".ljust(512, b"\0") + b"abcde"
    seen = _walk(_tar((info, body), _file("after", b"x")))
    assert seen.content() == {"real/x": b"abc" + bytes(1497) + b"de" + bytes(498), "after": b"x"}


@pytest.mark.parametrize(
    ("name", "path"),
    [
        (b"./a", "a"),
        (b"/a", "a"),
        (b"a//b/", "a/b"),
        (b"../../a", "a"),
        (b"a/../b", "b"),
        (b"a/./b", "a/b"),
        (b".", ""),
        (b"./", ""),
        (b".hidden", ".hidden"),
        (b"a/..b", "a/..b"),
    ],
)
def test_paths_stay_below_the_root(name: bytes, path: str) -> None:
    """No name climbs out of the image."""
    assert clean(name) == path


def test_a_cut_tar_is_broken() -> None:
    """A stream that ends inside a file is an error, one without end marks is not."""
    data = _tar(_file("a", b"x" * 2000))
    with pytest.raises(BrokenLayerError):
        _walk(data[:1024])
    with pytest.raises(BrokenLayerError):
        _walk(data[:512] + data[512:800])
    assert _walk(data[: 512 + 2048]).content() == {"a": b"x" * 2000}


@pytest.mark.parametrize("data", [b"\x01" * 1024, b"hello" * 300, b"PK\x03\x04" + bytes(2000)])
def test_what_is_no_tar_is_refused(data: bytes) -> None:
    """Bytes that are not a tar are named as such."""
    with pytest.raises(BrokenLayerError):
        _walk(data)


def test_a_huge_extended_header_is_refused() -> None:
    """A pax header may not fill memory."""
    info = tarfile.TarInfo("././@PaxHeader")
    info.type, info.size = b"x", limits.PAX_HEADER_BYTES + 1
    with pytest.raises(BombError):
        _walk(info.tobuf(tarfile.USTAR_FORMAT))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes_end_in_a_result_or_an_error(data: bytes) -> None:
    """Nothing but our own errors leaves the walker."""
    with contextlib.suppress(HullmarkError):
        _walk(data)


@settings(max_examples=200, deadline=None)
@given(
    at=st.integers(0, 3 * 512 - 1),
    value=st.integers(0, 255),
)
def test_any_damaged_header_ends_in_a_result_or_an_error(at: int, value: int) -> None:
    """One wrong byte anywhere does not crash the walker."""
    data = bytearray(_tar(_file("a" * 120, b"x"), _file("b", b"y" * 600)))
    data[at] = value
    with contextlib.suppress(HullmarkError):
        _walk(bytes(data))
