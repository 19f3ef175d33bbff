"""Packages.db: rpm's own database of SUSE, slots that point at blobs in 16-byte blocks.

::

    page 0: "RpmP" version generation slot-pages …   then slots, little-endian
    slot:   "Slot" package block count               package 0 is a free slot
    blob:   "BlbS" package generation size data …
"""

import struct
from collections.abc import Iterator

from hullmark.native.catalogers.record import Buffer, UnreadableFileError
from hullmark.native.catalogers.rpm.header import DATA_BYTES

_PAGE, _BLOCK = 4096, 16
_SLOT_PAGES = 16_384
"""Pages of slots: four million packages."""
_SLOT = struct.Struct("<4s3I")


def read_headers(content: Buffer) -> Iterator[bytes]:
    """Yield every header blob.

    Raises:
        UnreadableFileError: The file is no such database, or a slot points out of it.
    """
    if len(content) < 2 * _BLOCK or content[:4] != b"RpmP":
        raise UnreadableFileError("is not an rpm database of the ndb kind")
    version, _, slot_pages = struct.unpack_from("<3I", content, 4)
    if version != 0:
        raise UnreadableFileError(f"is an ndb database of unknown version {version}")
    if slot_pages > _SLOT_PAGES:
        raise UnreadableFileError(f"claims {slot_pages} pages of slots")
    end = min(slot_pages * _PAGE, len(content) // _BLOCK * _BLOCK)
    left = len(content)
    for magic, package, block, count in _SLOT.iter_unpack(content[2 * _BLOCK : end]):
        if magic != b"Slot":
            raise UnreadableFileError("has a slot without its mark")
        if package and count:
            blob = _blob(content, package, block * _BLOCK)
            left -= len(blob)
            if left < 0:
                # Blobs never overlap, so together they cannot be larger than the file.
                raise UnreadableFileError("has slots that share their blobs")
            yield blob


def _blob(content: Buffer, package: int, start: int) -> bytes:
    magic, owner, _, size = _SLOT.unpack_from(content[start : start + _BLOCK].ljust(_BLOCK, b"\0"))
    end = start + _BLOCK + size
    if magic != b"BlbS" or owner != package or size > DATA_BYTES or end > len(content):
        raise UnreadableFileError(f"has no blob of package {package} where its slot points")
    return content[start + _BLOCK : end]
