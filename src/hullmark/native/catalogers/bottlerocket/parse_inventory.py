"""``application-inventory.json``: the packages of a Bottlerocket image, built as RPMs."""

from collections.abc import Iterator

import msgspec

from hullmark.native.catalogers.json_document import decode_json
from hullmark.native.catalogers.record import File, Package


class _Entry(msgspec.Struct, rename="pascal"):
    name: str = ""
    publisher: str = ""
    version: str = ""
    release: str = ""
    epoch: str = ""
    architecture: str = ""


class _Inventory(msgspec.Struct, rename="pascal"):
    content: list[_Entry]


def parse_inventory(file: File) -> Iterator[Package]:
    """Yield the packages, with epoch and release in their version."""
    for entry in decode_json(file.data, as_=_Inventory).content:
        if not entry.name or not entry.version:
            continue
        version = f"{entry.version}-{entry.release}" if entry.release else entry.version
        if entry.epoch not in ("", "0"):
            version = f"{entry.epoch}:{version}"
        yield Package(
            type="rpm",
            name=entry.name,
            version=version,
            architecture=entry.architecture,
            vendor=entry.publisher,
        )
