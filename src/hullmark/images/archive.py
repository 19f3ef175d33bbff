"""A tar as storage: one pass over the headers, then every member is a section of the file.

Layers are streamed out of the archive where they lie; only an archive that is itself compressed
is unpacked, to temporary space.
"""

import contextlib
import os
import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import msgspec

from hullmark.images.errors import (
    ArchiveTooLargeError,
    BrokenArchiveError,
    MissingBlobError,
    NotAnImageError,
)
from hullmark.images.image import ByteStream
from hullmark.images.inflate import StoredBytes, blocks
from hullmark.images.layer_errors import BombError, BrokenLayerError
from hullmark.images.storage import Section, open_regular, unreadable
from hullmark.images.tar import clean
from hullmark.kernel import limits
from hullmark.kernel.space import scratch_file
from hullmark.ports.progress import Progress

_BLOCK = 512
_ZERO = bytes(_BLOCK)
_REGULAR = b"07\0"
_LINK_HOPS = 40
"""Links to links, as the kernel follows them."""
_COMPRESSED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\xfd7zXZ\x00", b"BZh")


class _Member(msgspec.Struct, frozen=True):
    start: int
    size: int


class ArchiveStorage:
    """Members of a tar file, by path; of repeated paths the last counts, as in extraction."""

    def __init__(self, file: IO[bytes], *, name: str) -> None:
        self._file = file
        self._name = name
        self._members: dict[str, _Member] = {}
        self._links: dict[str, str] = {}
        _index(file, self._members, self._links, name=name)

    @property
    def name(self) -> str:
        """Return the archive as it was named."""
        return self._name

    def size(self, path: str) -> int | None:
        """Return a member's size, links followed; None where there is none."""
        member = self._find(path)
        return member.size if member else None

    def open(self, path: str) -> ByteStream:
        """Return a new stream over a member; valid while the archive is open."""
        member = self._find(path)
        if member is None:
            raise MissingBlobError(
                f"'{self._name}' does not hold '{path}'",
                hint="the archive was cut short or edited: save the image again",
            )
        return Section(self._file, start=member.start, size=member.size, name=self._name)

    def resolve(self, path: str) -> str:
        """Return the path of the member that ``path`` links to, or ``path`` itself."""
        path = clean(os.fsencode(path))
        for _ in range(_LINK_HOPS):
            if path not in self._links:
                break
            path = self._links[path]
        return path

    def paths(self) -> Iterable[str]:
        """Return the paths of all members, links included."""
        return [*self._members, *self._links]

    def _find(self, path: str) -> _Member | None:
        return self._members.get(self.resolve(path))


@contextlib.contextmanager
def open_archive(path: Path, *, progress: Progress) -> Iterator[ArchiveStorage]:
    """Give the tar file ``path`` as storage; a compressed one is unpacked to scratch space first.

    Raises:
        TargetNotFoundError: There is no such file.
        NotAnImageError: It is not a tar.
        BrokenArchiveError: It is damaged or cut short.
        ArchiveTooLargeError: It grows beyond the limits.
    """
    with contextlib.ExitStack() as stack:
        file = stack.enter_context(open_regular(path))
        if is_compressed(_peek(file, path, 16)):
            file = stack.enter_context(_unpacked(file, path, progress=progress))
        yield ArchiveStorage(file, name=str(path))


def is_compressed(head: bytes) -> bool:
    """Whether a file that begins with ``head`` is gzip, zstd, xz or bzip2."""
    return head.startswith(_COMPRESSED)


def is_tar(head: bytes) -> bool:
    """Whether the first block of a file is a tar header."""
    return len(head) >= _BLOCK and head[:_BLOCK] != _ZERO and _sum_fits(head[:_BLOCK])


def _unpacked(file: IO[bytes], path: Path, *, progress: Progress) -> IO[bytes]:
    """Return a scratch file with the uncompressed content of ``file``."""
    size = os.fstat(file.fileno()).st_size
    progress.stage(f"unpacking {path.name}", total=size)
    stored = StoredBytes(Section(file, start=0, size=size, name=str(path)), hashed=False)
    scratch = scratch_file()
    told = 0
    try:
        for block in blocks(stored):
            scratch.write(block)
            progress.advance(stored.size_bytes - told)
            told = stored.size_bytes
        scratch.flush()
    except BrokenLayerError as error:
        scratch.close()
        raise BrokenArchiveError(
            f"'{path}' cannot be uncompressed: {error}", hint="it is damaged or cut short"
        ) from error
    except BombError as error:
        scratch.close()
        raise ArchiveTooLargeError(f"'{path}' is too large: {error}", hint=error.hint) from error
    except OSError as error:
        scratch.close()
        raise _scratch_full(path, error) from error
    except BaseException:
        scratch.close()
        raise
    return scratch


def _scratch_full(path: Path, error: OSError) -> Exception:
    from hullmark.kernel.space import DiskFullError  # noqa: PLC0415 - only on this way out

    return DiskFullError(
        f"cannot unpack '{path}': {error.strerror or error}",
        hint="free some room, or name another place for scratch files with TMPDIR",
    )


def _index(
    file: IO[bytes], members: dict[str, _Member], links: dict[str, str], *, name: str
) -> None:
    """Note where every member's content lies."""
    total = os.fstat(file.fileno()).st_size
    at = count = 0
    pax: dict[bytes, bytes] = {}
    long_name = long_link = b""
    while at + _BLOCK <= total:
        header = _pread(file, _BLOCK, at, name=name)
        if header == _ZERO:
            break
        if not _sum_fits(header):
            raise _no_header(name, first=not count)
        count += 1
        if count > limits.ARCHIVE_MEMBERS:
            raise ArchiveTooLargeError(
                f"'{name}' has more than {limits.ARCHIVE_MEMBERS:,} members: no image archive has",
                hint="unpack a root file system and scan it with rootfs:DIR",
            )
        kind = header[156:157]
        size = _number(header[124:136], name=name)
        start = at + _BLOCK
        if kind in b"xLK":
            payload = _payload(file, start, size, total=total, name=name)
            if kind == b"x":
                pax = _pax(payload)
            elif kind == b"L":
                long_name = payload.rstrip(b"\0")
            else:
                long_link = payload.rstrip(b"\0")
            at = start + _padded(size)
            continue
        path = clean(pax.get(b"path") or long_name or _short_name(header))
        target = pax.get(b"linkpath") or long_link or header[157:257].partition(b"\0")[0]
        if b"size" in pax and pax[b"size"].isdigit() and len(pax[b"size"]) < 20:
            size = int(pax[b"size"])
        pax, long_name, long_link = {}, b"", b""
        if kind in b"12":
            size = 0
            members.pop(path, None)
            links[path] = _link_target(path, target, hard=kind == b"1")
        elif kind in _REGULAR and path:
            if start + size > total:
                raise BrokenArchiveError(
                    f"'{name}' is cut short: '{path}' has {size:,} bytes,"
                    f" {max(total - start, 0):,} are there",
                    hint="copy or save the archive again",
                )
            links.pop(path, None)
            members[path] = _Member(start, size)
        at = start + _padded(size)


def _link_target(path: str, target: bytes, *, hard: bool) -> str:
    if hard or target.startswith(b"/"):
        return clean(target)
    joined = posixpath.join(posixpath.dirname(path), os.fsdecode(target))
    return clean(os.fsencode(joined))


def _short_name(header: bytes) -> bytes:
    name = header[:100].partition(b"\0")[0]
    if header[257:263] == b"ustar\0" and header[345]:
        return header[345:500].partition(b"\0")[0] + b"/" + name
    return name


def _payload(file: IO[bytes], start: int, size: int, *, total: int, name: str) -> bytes:
    if size > limits.PAX_HEADER_BYTES:
        raise ArchiveTooLargeError(f"'{name}' has an extended header of {size:,} bytes")
    if start + size > total:
        raise BrokenArchiveError(f"'{name}' is cut short inside a header")
    return _pread(file, size, start, name=name)


def _pax(payload: bytes) -> dict[bytes, bytes]:
    records: dict[bytes, bytes] = {}
    at = 0
    while at < len(payload):
        space = payload.find(b" ", at, at + 20)
        digits = payload[at:space] if space > 0 else b""
        if not digits.isdigit() or (length := int(digits)) <= space - at + 1:
            break  # padding, or a writer's mistake: what was read so far stands
        key, _, value = payload[space + 1 : at + length - 1].partition(b"=")
        records[key] = value
        at += length
    return records


def _number(field: bytes, *, name: str) -> int:
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    try:
        return int(field.partition(b"\0")[0].strip() or b"0", 8)
    except ValueError as error:
        raise BrokenArchiveError(f"'{name}' has a member whose size is no number") from error


def _sum_fits(header: bytes) -> bool:
    try:
        stated = int(header[148:156].partition(b"\0")[0].strip() or b"0", 8)
    except ValueError:
        return False
    body = header[:148] + b" " * 8 + header[156:]
    plain = sum(body)
    # Some old writers summed signed bytes.
    return stated in (plain, plain - 256 * sum(byte > 127 for byte in body))


def _padded(size: int) -> int:
    return -(-size // _BLOCK) * _BLOCK


def _pread(file: IO[bytes], size: int, at: int, *, name: str) -> bytes:
    try:
        data = os.pread(file.fileno(), size, at)
    except OSError as error:
        raise unreadable(Path(name), error) from error
    if len(data) < size:
        raise BrokenArchiveError(f"'{name}' ended while it was read")
    return data


def _peek(file: IO[bytes], path: Path, size: int) -> bytes:
    try:
        return os.pread(file.fileno(), size, 0)
    except OSError as error:
        raise unreadable(path, error) from error


def _no_header(name: str, *, first: bool) -> Exception:
    if first:
        return NotAnImageError(f"'{name}' is not a tar archive")
    return BrokenArchiveError(
        f"'{name}' is damaged: a member does not begin with a tar header",
        hint="copy or save the archive again",
    )
