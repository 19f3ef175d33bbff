"""``manifest.wall``: what Chisel installed, as JSON lines packed with zstd.

https://github.com/canonical/chisel/blob/main/docs/reference/manifest.md
"""

from collections.abc import Iterator

import msgspec

from hullmark.kernel.decoders import json_decoder
from hullmark.native.catalogers.record import Buffer, File, Owns, Package, UnreadableFileError

_OPENED_BYTES = 64 * 1024 * 1024
"""A manifest; a whole desktop's, cut file by file, would reach some 30 MiB."""


class _Line(msgspec.Struct):
    """The fields that are read of any line."""

    kind: str = ""
    name: str = ""
    version: str = ""
    arch: str = ""
    slice: str = ""
    path: str = ""
    jsonwall: str = ""


def parse_manifest(file: File) -> Iterator[Package | Owns]:
    """Yield the packages, and the paths that came from each."""
    owned: dict[str, list[str]] = {}
    first = True
    for raw in _opened(file.data).split(b"\n"):
        if not raw.strip():
            continue
        line = _decoded(raw)
        if first and not line.jsonwall:
            raise UnreadableFileError("manifest does not begin with its header")
        first = False
        if line.kind == "package":
            if not line.name or not line.version:
                raise UnreadableFileError("manifest has a package without name or version")
            yield Package(type="deb", name=line.name, version=line.version, architecture=line.arch)
        elif line.kind == "content" and not line.path.endswith("/"):
            package = line.slice.rpartition("_")[0]
            owned.setdefault(package, []).append(line.path.lstrip("/"))
    if first:
        raise UnreadableFileError("manifest is empty")
    for package, paths in owned.items():
        joined = "\n".join(paths).encode("utf-8", "surrogateescape")
        yield Owns(type="deb", package=package, paths=joined)


def _decoded(raw: bytes) -> _Line:
    try:
        return json_decoder(_Line).decode(raw)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise UnreadableFileError(f"manifest has a line that is not JSON: {error}") from error


def _opened(data: Buffer) -> bytes:
    import zstandard  # noqa: PLC0415 - 7 ms

    inflater = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(data[:])
    try:
        content = inflater.read(_OPENED_BYTES + 1)
    except (zstandard.ZstdError, MemoryError) as error:
        raise UnreadableFileError(f"not packed with zstd: {error}") from error
    if len(content) > _OPENED_BYTES:
        raise UnreadableFileError(f"manifest opens into more than {_OPENED_BYTES} bytes")
    return content
