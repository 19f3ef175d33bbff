"""Weaker evidence: BusyBox's banner, and Ubuntu Pro's attached services."""

import re
from collections.abc import Iterator

import msgspec

from hullmark.native.catalogers.record import Buffer, Release, UnreadableFileError

_BANNER = re.compile(rb"BusyBox v(\d{1,4}(?:\.\d{1,9}){1,4})")


class _Service(msgspec.Struct):
    name: str = ""
    status: str = ""


class _ProStatus(msgspec.Struct):
    services: list[_Service] = []


_pro_status = msgspec.json.Decoder(_ProStatus)


def parse_busybox(content: Buffer, *, rank: int) -> Iterator[Release]:
    """Yield BusyBox itself, for images that hold little else."""
    start = content.find(b"BusyBox v")
    while start >= 0:
        if match := _BANNER.match(content[start : start + 64]):
            version = match[1].decode("ascii", "replace")
            yield Release(id="busybox", version=version, name=f"BusyBox v{version}", rank=rank)
            return
        start = content.find(b"BusyBox v", start + 9)


def parse_pro_status(content: bytes, *, rank: int) -> Iterator[Release]:
    """Yield Ubuntu's variant ``esm`` where extended maintenance is enabled.

    Raises:
        UnreadableFileError: The file is not the JSON that Ubuntu Pro's client writes.
    """
    try:
        status = _pro_status.decode(content)
    except (msgspec.DecodeError, RecursionError) as error:
        raise UnreadableFileError(f"is not a status of Ubuntu Pro: {error}") from error
    if any(s.name == "esm-infra" and s.status == "enabled" for s in status.services):
        yield Release(id="ubuntu", variant="esm", rank=rank)
