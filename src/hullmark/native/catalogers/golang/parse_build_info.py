"""The build information of a Go executable: compiler version and a text that lists the modules.

Since Go 1.18 both stand right behind a needle in the data segment, so a window that starts there is
enough. From 1.13 to 1.17 pointers stand there, which only the whole file can resolve.
Layout: https://go.dev/src/debug/buildinfo/buildinfo.go
"""

import struct
from collections.abc import Iterator

from hullmark.native.catalogers.golang.executable import Image, open_image
from hullmark.native.catalogers.golang.modules import to_packages
from hullmark.native.catalogers.golang.needle import NEEDLE
from hullmark.native.catalogers.record import (
    Buffer,
    File,
    NeedsWholeFileError,
    Package,
    UnreadableFileError,
)

_ALIGNMENT = 16
_HEADER = 32
_INLINE, _BIG_ENDIAN = 2, 1
_SENTINEL = 16
"""Random-looking bytes around the module text, so that the running program can find it."""
_MAX_VARINT = 10
_VERSION_BYTES = 4096
_TEXT_BYTES = 4 * 1024 * 1024
"""The module text; Kubernetes' is 30 KB."""


def parse_executable(file: File) -> Iterator[Package]:
    """Yield the modules linked into an executable, its main module and the standard library.

    Raises:
        NeedsWholeFileError: The window does not hold what is needed.
        UnreadableFileError: A whole file that is no executable, or holds no build information.
    """
    if file.whole:
        version, text = _whole(file.data)
    else:
        version, text = _window(file.data)
    yield from to_packages(version, text)


def _window(data: Buffer) -> tuple[str, str]:
    try:
        found = _inline(data, 0)
    except (IndexError, struct.error, UnreadableFileError) as error:
        raise NeedsWholeFileError from error
    if found is None:
        raise NeedsWholeFileError
    return found


def _whole(data: Buffer) -> tuple[str, str]:
    image = open_image(data)
    for start, end in image.data_ranges():
        at = _aligned(data, start, end)
        while at >= 0:
            try:
                found = _inline(data, at) or _pointed(image, at)
            except (IndexError, struct.error, UnreadableFileError):
                found = None
            if found is not None:
                return found
            at = _aligned(data, at + 1, end)
    raise UnreadableFileError("executable holds no readable Go build information")


def _aligned(data: Buffer, start: int, end: int) -> int:
    """Return the next needle at a multiple of 16, or -1.

    Segments are loaded in whole pages, so what is aligned in memory is aligned in the file.
    """
    at = data.find(NEEDLE, start, end)
    while at >= 0 and at % _ALIGNMENT:
        at = data.find(NEEDLE, at + 1, end)
    return at


def _inline(data: Buffer, at: int) -> tuple[str, str] | None:
    """Return compiler version and module text that follow the needle; ``None`` for pointers."""
    if data[at : at + len(NEEDLE)] != NEEDLE or not data[at + 15] & _INLINE:
        return None
    version, at = _string(data, at + _HEADER, limit=_VERSION_BYTES)
    text, _ = _string(data, at, limit=_TEXT_BYTES)
    return _checked(version, text)


def _string(data: Buffer, at: int, *, limit: int) -> tuple[bytes, int]:
    length = shift = 0
    for step in range(_MAX_VARINT):
        byte = data[at + step]
        length |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            at += step + 1
            break
    else:
        raise UnreadableFileError("length of a string in the Go build information is broken")
    value = data[at : at + length] if length <= limit else b""
    if len(value) != length:
        raise UnreadableFileError("string in the Go build information is cut off")
    return value, at + length


def _pointed(image: Image, at: int) -> tuple[str, str] | None:
    """Follow the two pointers of Go 1.13 to 1.17; each leads to a pointer and a length."""
    size, flags = image.data[at + 14], image.data[at + 15]
    if size not in (4, 8) or flags & _INLINE:
        return None
    order = ">" if flags & _BIG_ENDIAN else "<"
    kind = "Q" if size == 8 else "I"
    strings = []
    pointers = struct.unpack_from(f"{order}2{kind}", image.data[at + 16 : at + 32])
    for pointer, limit in zip(pointers, (_VERSION_BYTES, _TEXT_BYTES), strict=True):
        header = image.read(pointer, 2 * size)
        address, length = struct.unpack(f"{order}2{kind}", header)
        if length > limit:
            raise UnreadableFileError("string in the Go build information is too long")
        strings.append(image.read(address, length) if length else b"")
    return _checked(*strings)


def _checked(version: bytes, text: bytes) -> tuple[str, str]:
    if not version:
        raise UnreadableFileError("Go build information names no compiler version")
    if len(text) >= 2 * _SENTINEL + 1 and text[-_SENTINEL - 1 : -_SENTINEL] == b"\n":
        text = text[_SENTINEL:-_SENTINEL]
    else:
        text = b""
    return version.decode("utf-8", "replace"), text.decode("utf-8", "replace")
