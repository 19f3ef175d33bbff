"""Stored layers become blocks, whatever they are compressed with; damage and bombs are told."""

import bz2
import contextlib
import gzip
import io
import lzma
import random
import zlib
from collections.abc import Iterator

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from hullmark.images import inflate
from hullmark.images.inflate import StoredBytes, blocks
from hullmark.images.layer_errors import BombError, BrokenLayerError
from hullmark.kernel.errors import HullmarkError

_DATA = random.Random(1).randbytes(700_000) + bytes(900_000)
_SKIPPABLE = b"\x50\x2a\x4d\x18\x05\x00\x00\x00hello"


class _Trickle:
    """A stream that gives few bytes at a time, as a socket may."""

    def __init__(self, data: bytes, most: int) -> None:
        self._file = io.BytesIO(data)
        self._most = most

    def read(self, size: int, /) -> bytes:
        return self._file.read(min(size, self._most))

    def close(self) -> None:
        self._file.close()


def _zstd_frames(data: bytes) -> bytes:
    pack = zstandard.ZstdCompressor().compress
    return _SKIPPABLE + pack(data[:500_000]) + _SKIPPABLE + pack(data[500_000:]) + _SKIPPABLE


_FORMS = {
    "bare": _DATA,
    "gzip": gzip.compress(_DATA, 1),
    "gzip members": b"".join(
        gzip.compress(_DATA[at : at + 90_000], 1) for at in range(0, len(_DATA), 90_000)
    ),
    "gzip padded": gzip.compress(_DATA, 1) + bytes(1000),
    "zstd": zstandard.ZstdCompressor().compress(_DATA),
    "zstd chunked": _zstd_frames(_DATA),
    "xz": lzma.compress(_DATA, preset=0),
    "bzip2": bz2.compress(_DATA, 1),
}


def _inflated(data: bytes, *, most: int = 1 << 20) -> bytes:
    return b"".join(blocks(StoredBytes(_Trickle(data, most), hashed=True)))


@pytest.mark.parametrize("form", _FORMS)
@pytest.mark.parametrize("most", [777, 1 << 20])
def test_every_form_gives_the_same_bytes(form: str, most: int) -> None:
    """Compression is recognised by its first bytes, and all frames and members are read."""
    assert _inflated(_FORMS[form], most=most) == _DATA


@pytest.mark.parametrize("form", ["gzip", "gzip members", "zstd"])
def test_blocks_stay_small(form: str) -> None:
    """No block is larger than the limit, so memory does not follow the layer's size."""
    sizes = [
        len(each) for each in blocks(StoredBytes(_Trickle(_FORMS[form], 1 << 20), hashed=False))
    ]
    assert max(sizes) <= inflate.BLOCK_BYTES


@pytest.mark.parametrize("form", [form for form in _FORMS if form not in ("bare", "gzip padded")])
def test_a_cut_stream_is_an_error(form: str) -> None:
    """A download that broke off is never taken for a complete layer."""
    data = _FORMS[form]
    with pytest.raises(BrokenLayerError):
        _inflated(data[: len(data) * 2 // 3 + 5])


@pytest.mark.parametrize("form", ["gzip", "xz", "bzip2"])
def test_a_damaged_stream_is_an_error(form: str) -> None:
    """Wrong bytes are noticed where the format has a checksum; zstd leaves that to the digest."""
    data = bytearray(_FORMS[form])
    data[len(data) // 3 : len(data) // 3 + 200] = b"\xaa" * 200
    with pytest.raises(HullmarkError):
        _inflated(bytes(data))


def test_the_stdlib_inflater_is_a_full_replacement(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where isal has no wheel, zlib reads the same streams within the same block size."""
    monkeypatch.setattr(inflate, "_gzip_engine", lambda: (inflate._ZlibMember, zlib.error))
    for form in ("gzip", "gzip members", "gzip padded"):
        assert _inflated(_FORMS[form]) == _DATA
    with pytest.raises(BrokenLayerError):
        _inflated(_FORMS["gzip"][:5000])


def test_a_zstd_bomb_is_stopped() -> None:
    """A layer that grows beyond the ratio is given up early."""
    bomb = zstandard.ZstdCompressor(level=3).compress(bytes(400 << 20))

    def count(pieces: Iterator[bytes]) -> int:
        return sum(len(piece) for piece in pieces)

    with pytest.raises(BombError, match="grows from"):
        count(blocks(StoredBytes(_Trickle(bomb, 1 << 20), hashed=False)))


def test_the_size_limit_holds() -> None:
    """A layer larger than the limit is refused."""
    with pytest.raises(BombError):
        list(
            blocks(StoredBytes(_Trickle(_FORMS["gzip"], 1 << 20), hashed=False), limit_bytes=10**6)
        )


def test_the_hash_speaks_of_all_stored_bytes() -> None:
    """Padding behind the stream is part of the blob and of its digest."""
    import hashlib

    data = _FORMS["gzip padded"]
    stored = StoredBytes(_Trickle(data, 1000), hashed=True)
    for _ in blocks(stored):
        pass
    assert stored.digest() == "sha256:" + hashlib.sha256(data).hexdigest()
    assert stored.size_bytes == len(data)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(
        [b"", b"\x1f\x8b\x08\0", b"\x28\xb5\x2f\xfd", b"\xfd7zXZ\0", b"BZh91AY&SY", _SKIPPABLE]
    ),
    st.binary(max_size=2000),
    st.integers(1, 600),
)
def test_any_bytes_end_in_blocks_or_an_error(head: bytes, data: bytes, most: int) -> None:
    """Nothing but our own errors leaves an inflater."""
    with contextlib.suppress(HullmarkError):
        _inflated(head + data, most=most)
