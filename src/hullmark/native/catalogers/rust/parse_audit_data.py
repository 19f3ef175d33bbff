"""Crates that ``cargo auditable`` wrote into an executable: compressed JSON in a section.

https://github.com/rust-secure-code/cargo-auditable/blob/master/PARSING.md
"""

import zlib
from collections.abc import Iterator

import msgspec

from hullmark.native.catalogers.json_document import decode_json
from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.rust.sections import find_section

SECTION = b".dep-v0"
_PACKED_BYTES = 8 * 1024 * 1024
_JSON_BYTES = 64 * 1024 * 1024
"""Lists of the largest programs, of two thousand crates, reach 200 KB."""


class _Crate(msgspec.Struct):
    name: str
    version: str
    kind: str = "runtime"


class _Audit(msgspec.Struct):
    packages: list[_Crate]


def parse_executable(file: File) -> Iterator[Package]:
    """Yield the crates that are part of an executable; those that only built it are left out."""
    place = find_section(file.data, SECTION)
    if place is None:
        return
    start, end = place
    if end - start > _PACKED_BYTES:
        raise UnreadableFileError(f"list of crates is larger than {_PACKED_BYTES} bytes")
    audit = decode_json(_inflate(file.data[start:end]), as_=_Audit)
    for crate in audit.packages:
        if crate.kind == "runtime" and crate.name and crate.version:
            yield Package(type="cargo", name=crate.name, version=crate.version)


def _inflate(packed: bytes) -> bytes:
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(packed, _JSON_BYTES)
    except zlib.error as error:
        raise UnreadableFileError(f"list of crates is broken: {error}") from error
    if not inflater.eof:
        raise UnreadableFileError(f"list of crates is cut off, or larger than {_JSON_BYTES} bytes")
    return text
