"""Layer bytes as they are stored, turned into a stream of uncompressed blocks.

gzip goes through isal (2.2 × zlib, releases the GIL), zstd through zstandard; both have the
stdlib or a clear error to fall back on. What a blob *is* follows from its first bytes, never
from its media type: registries and builders disagree about that too often.
"""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from hullmark.images.image import ByteStream
from hullmark.images.layer_errors import BombError, BrokenLayerError
from hullmark.kernel import limits

READ_BYTES = 1024 * 1024
"""Stored bytes read at a time. Every read, hash and inflate gives the interpreter away and has to
ask for it back, so fewer of them are faster while another thread is busy; more gains nothing."""
BLOCK_BYTES = 1024 * 1024
"""Most uncompressed bytes held at once per layer."""
_SMALL_BYTES = 1024 * 1024
"""Below this many uncompressed bytes no ratio is judged: a kilobyte of zeros is not an attack."""

_ZSTD_SLICE_BYTES = 4 * 1024
"""Stored bytes inflated at a time: the library returns everything they hold in one piece, and a
block of 128 KiB may take four bytes. So at most 128 MiB are held, where 1 MiB could make 32 GiB."""
_ZSTD_BLOCK_BYTES = 128 * 1024
"""What a block of zstd holds at most, and so what is made ready for its content."""

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_XZ = b"\xfd7zXZ\x00"
_BZIP2 = b"BZh"
_FIRST_SKIPPABLE = 0x184D2A50


class _Decompressor(Protocol):
    def __call__(self, chunk: bytes) -> Iterator[bytes]: ...


class StoredBytes:
    """Reads a stored blob once, front to back, hashing what passes."""

    def __init__(self, stream: ByteStream, *, hashed: bool) -> None:
        self._stream = stream
        self._hash = hashlib.sha256() if hashed else None
        self.size_bytes = 0

    def chunks(self) -> Iterator[bytes]:
        """Yield the blob in pieces of at most ``READ_BYTES``."""
        read, digest = self._stream.read, self._hash
        while chunk := read(READ_BYTES):
            self.size_bytes += len(chunk)
            if digest is not None:
                digest.update(chunk)
            yield chunk

    def digest(self) -> str | None:
        """Return ``sha256:hex`` of everything read so far, where hashing was asked for."""
        return f"sha256:{self._hash.hexdigest()}" if self._hash is not None else None


def blocks(stored: StoredBytes, *, limit_bytes: int = limits.LAYER_BYTES) -> Iterator[bytes]:
    """Yield the uncompressed tar in blocks of at most ``BLOCK_BYTES``.

    The blob is read to its end, so that ``stored.digest()`` speaks of all of it.

    Raises:
        BrokenLayerError: The compressed stream is damaged or cut short.
        BombError: It grows beyond ``limits.LAYER_BYTES`` or ``limits.LAYER_RATIO``.
    """
    chunks = stored.chunks()
    first = next(chunks, b"")
    if not first:
        return
    while len(first) < 512 and (more := next(chunks, b"")):
        first += more
    inflate = _decompressor(first)
    total = 0
    for block in _through(inflate, first, chunks):
        total += len(block)
        if total > limit_bytes or (
            total > _SMALL_BYTES and total > stored.size_bytes * limits.LAYER_RATIO
        ):
            raise BombError(
                f"layer grows from {stored.size_bytes} to more than {total} bytes",
                hint="this is how decompression bombs look; the layer is not read further",
            )
        yield block


def _through(inflate: _Decompressor, first: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield from inflate(first)
    for chunk in chunks:
        yield from inflate(chunk)
    yield from inflate(b"")


def _decompressor(head: bytes) -> _Decompressor:
    """Choose by magic; anything else is taken for a bare tar and judged by the tar walker."""
    if head.startswith(_GZIP):
        return _GzipMembers()
    if head.startswith(_ZSTD) or _is_skippable(head):
        return _zstd()
    if head.startswith(_XZ):
        import lzma  # noqa: PLC0415 - rare

        return _buffered("xz", lzma.LZMADecompressor, lzma.LZMAError)
    if head.startswith(_BZIP2) and head[4:10] == b"1AY&SY":
        import bz2  # noqa: PLC0415 - rare

        return _buffered("bzip2", bz2.BZ2Decompressor, OSError)
    return _bare


def _is_skippable(head: bytes) -> bool:
    """Tell a zstd skippable frame, as zstd:chunked and pzstd write first."""
    magic = int.from_bytes(head[:4], "little")
    return _FIRST_SKIPPABLE <= magic <= _FIRST_SKIPPABLE + 0xF


def _bare(chunk: bytes) -> Iterator[bytes]:
    if chunk:
        yield chunk


class _GzipMembers:
    """Inflates one or many gzip members (eStargz has one per file), zero padding between them."""

    def __init__(self) -> None:
        self._make, self._error = _gzip_engine()
        self._inflater: Any = None
        self._started = False
        self._pending = b""

    def __call__(self, chunk: bytes) -> Iterator[bytes]:
        if not chunk:
            if self._inflater is not None or self._pending:
                raise BrokenLayerError("gzip stream of the layer is cut short")
            return
        chunk, self._pending = self._pending + chunk, b""
        while chunk:
            if self._inflater is None:
                chunk = chunk.lstrip(b"\0") if self._started else chunk
                if len(chunk) < len(_GZIP):
                    self._pending = chunk
                    return
                if not chunk.startswith(_GZIP):
                    raise BrokenLayerError("bytes after the gzip stream are not gzip")
                self._inflater, self._started = self._make(), True
            try:
                yield from self._through_member(chunk)
            except self._error as cause:
                raise BrokenLayerError(f"gzip stream of the layer is damaged: {cause}") from cause
            if not self._inflater.eof:
                return
            chunk, self._inflater = self._inflater.unused_data, None

    def _through_member(self, chunk: bytes) -> Iterator[bytes]:
        inflater = self._inflater
        while True:
            block = inflater.decompress(chunk, BLOCK_BYTES)
            if block:
                yield block
            if inflater.eof or inflater.needs_input:
                return
            chunk = b""


def _gzip_engine() -> tuple[Callable[[], Any], type[Exception]]:
    try:
        from isal import igzip_lib  # noqa: PLC0415 - optional on rare platforms
    except ImportError:
        return _ZlibMember, _zlib_error()
    flag = igzip_lib.DECOMP_GZIP
    # The stub says that IsalError is an instance; it is the class.
    error: Any = igzip_lib.IsalError
    return (lambda: igzip_lib.IgzipDecompressor(flag=flag)), error


def _zlib_error() -> type[Exception]:
    import zlib  # noqa: PLC0415 - the fallback

    return zlib.error


class _ZlibMember:
    """The stdlib inflater with the interface of isal's: bounded output, ``needs_input``."""

    def __init__(self) -> None:
        import zlib  # noqa: PLC0415 - the fallback

        self._inflater = zlib.decompressobj(31)

    def decompress(self, chunk: bytes, max_length: int) -> bytes:
        return self._inflater.decompress(self._inflater.unconsumed_tail + chunk, max_length)

    @property
    def eof(self) -> bool:
        return self._inflater.eof

    @property
    def unused_data(self) -> bytes:
        return self._inflater.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._inflater.unconsumed_tail


def _zstd() -> _Decompressor:
    """Return an inflater for any number of zstd frames, skippable ones passed over."""
    import zstandard  # noqa: PLC0415 - 7 ms, only for zstd layers

    inflater: Any = None
    pending = b""
    skip = 0

    def pieces(data: bytes) -> Iterator[bytes]:
        nonlocal inflater, pending, skip
        at = 0
        while at < len(data):
            if skip:
                taken = min(skip, len(data) - at)
                at, skip = at + taken, skip - taken
                continue
            if inflater is None or inflater.eof:
                head = data[at : at + 8]
                if len(head) < 8:
                    pending = head
                    return
                if _is_skippable(head):
                    skip = 8 + int.from_bytes(head[4:8], "little")
                    continue
                # 128 MiB windows are what `zstd --ultra --long` asks for at most by default.
                inflater = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj(
                    write_size=_ZSTD_BLOCK_BYTES
                )
            part = data[at : at + _ZSTD_SLICE_BYTES]
            out = inflater.decompress(part)
            at += len(part) - (len(inflater.unused_data) if inflater.eof else 0)
            if out:
                yield out

    def inflate(chunk: bytes) -> Iterator[bytes]:
        nonlocal pending
        if not chunk:
            if skip or pending or (inflater is not None and not inflater.eof):
                raise BrokenLayerError("zstd stream of the layer is cut short")
            return
        chunk, pending = pending + chunk, b""
        try:
            yield from _gathered(pieces(chunk))
        except zstandard.ZstdError as cause:
            raise BrokenLayerError(f"zstd stream of the layer is damaged: {cause}") from cause

    return inflate


def _gathered(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Join small pieces and part large ones, so that blocks are neither many nor large."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        if size + len(piece) > BLOCK_BYTES and held:
            yield b"".join(held)
            held, size = [], 0
        if len(piece) > BLOCK_BYTES:
            for start in range(0, len(piece), BLOCK_BYTES):
                yield piece[start : start + BLOCK_BYTES]
            continue
        held.append(piece)
        size += len(piece)
    if held:
        yield b"".join(held)


def _buffered(name: str, make: Callable[[], Any], error: type[Exception]) -> _Decompressor:
    """Return an inflater around lzma's or bz2's, which share one interface."""
    inflater = make()

    def inflate(chunk: bytes) -> Iterator[bytes]:
        nonlocal inflater
        if not chunk:
            if not inflater.eof:
                raise BrokenLayerError(f"{name} stream of the layer is cut short")
            return
        try:
            while True:
                if inflater.eof:
                    chunk = inflater.unused_data + chunk
                    if not chunk:
                        return
                    inflater = make()
                out = inflater.decompress(chunk, BLOCK_BYTES)
                chunk = b""
                if out:
                    yield out
                if not inflater.eof and inflater.needs_input:
                    return
        except (error, EOFError) as cause:
            raise BrokenLayerError(f"{name} stream of the layer is damaged: {cause}") from cause

    return inflate
