"""Applications published as a single file: the host, then all assemblies, then a header.

A marker in the host's data tells where the header is; since .NET 5 that tells where ``deps.json``
is, which is never compressed. Before, the list of files has to be walked.
https://github.com/dotnet/designs/blob/main/accepted/2020/single-file/bundler.md
"""

import struct
from collections.abc import Iterator

from hullmark.native.catalogers.dotnet.cataloger import HOST, MARKER
from hullmark.native.catalogers.dotnet.parse_deps_json import packages_of
from hullmark.native.catalogers.record import (
    Buffer,
    File,
    NeedsWholeFileError,
    Package,
    UnreadableFileError,
)

_DEPS_BYTES = 64 * 1024 * 1024
_FILES = 100_000
_NAME_BYTES = 64 * 1024
_DEPS_JSON = 3
"""Kind of the file in the list."""
_WITH_PLACES = 2
"""Version of the header since which it tells the place of ``deps.json``."""


def parse_bundle(file: File) -> Iterator[Package]:
    """Yield the packages of a single-file application; a host without one yields nothing.

    Raises:
        NeedsWholeFileError: Only a part of the executable was given.
    """
    if file.needle == HOST:
        return
    if not file.whole:
        raise NeedsWholeFileError
    data = file.data
    at = data.find(MARKER)
    while at >= 0:
        header = _number(data, at - 8, "<q") if at >= 8 else 0
        if 0 < header < len(data):
            start, size = _place_of_deps(data, header)
            if size:
                yield from packages_of(_cut(data, start, size))
            return
        at = data.find(MARKER, at + 1)


def _place_of_deps(data: Buffer, header: int) -> tuple[int, int]:
    """Return offset and size of ``deps.json``; a size of 0 where there is none."""
    major, files = _number(data, header, "<I"), _number(data, header + 8, "<I")
    at = _after_text(data, header + 12)
    if major >= _WITH_PLACES:
        return _number(data, at, "<q"), _number(data, at + 8, "<q")
    if files > _FILES:
        raise UnreadableFileError(f"bundle lists more than {_FILES} files")
    for _ in range(files):
        start, size, kind = (
            _number(data, at, "<q"),
            _number(data, at + 8, "<q"),
            _number(data, at + 16, "<B"),
        )
        if kind == _DEPS_JSON:
            return start, size
        at = _after_text(data, at + 17)
    return 0, 0


def _after_text(data: Buffer, at: int) -> int:
    """Return what follows a text: its length in groups of seven bits, then its bytes."""
    length = 0
    for step in range(5):
        byte = _number(data, at + step, "<B")
        length |= (byte & 0x7F) << (7 * step)
        if byte < 0x80:
            if length > _NAME_BYTES:
                break
            return at + step + 1 + length
    raise UnreadableFileError("bundle holds a name of impossible length")


def _cut(data: Buffer, start: int, size: int) -> bytes:
    if start < 0 or size < 0 or size > _DEPS_BYTES or start + size > len(data):
        raise UnreadableFileError("bundle's list of libraries is not where it says")
    return data[start : start + size]


def _number(data: Buffer, at: int, form: str) -> int:
    raw = data[at : at + struct.calcsize(form)]
    if at < 0 or len(raw) < struct.calcsize(form):
        raise UnreadableFileError("header of the bundle is cut off")
    number: int = struct.unpack(form, raw)[0]
    return number
