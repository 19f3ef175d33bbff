"""Where the segments of an executable are: ELF, PE and Mach-O, as far as build information needs.

Headers are hostile: every count is bounded, every read stays in the file, and nothing is copied.
"""

import struct

import msgspec

from hullmark.native.catalogers.record import Buffer, UnreadableFileError

_SECTIONS = 1024
"""Sections or segments of one executable; real ones have below a hundred."""
_ELF = b"\x7fELF"
_PE = b"MZ"
_MACHO = {
    b"\xfe\xed\xfa\xce": (">", False),
    b"\xfe\xed\xfa\xcf": (">", True),
    b"\xce\xfa\xed\xfe": ("<", False),
    b"\xcf\xfa\xed\xfe": ("<", True),
}
_MACHO_FAT = b"\xca\xfe\xba\xbe"
_FAT_SLICES = 16


class Segment(msgspec.Struct, frozen=True):
    """A piece of the file and where it is loaded."""

    address: int
    offset: int
    size: int
    is_data: bool
    """Whether build information may stand in it."""


class Image(msgspec.Struct, frozen=True):
    """An executable: its bytes and its segments."""

    data: Buffer
    segments: tuple[Segment, ...]

    def data_ranges(self) -> list[tuple[int, int]]:
        """Return the file ranges in which build information may stand."""
        return [(each.offset, each.offset + each.size) for each in self.segments if each.is_data]

    def read(self, address: int, size: int) -> bytes:
        """Return loaded bytes by their address.

        Raises:
            UnreadableFileError: No segment holds them.
        """
        for each in self.segments:
            if each.address <= address and address + size <= each.address + each.size:
                start = each.offset + address - each.address
                return self.data[start : start + size]
        raise UnreadableFileError("pointer in the Go build information leads nowhere")


def open_image(data: Buffer) -> Image:
    """Return the segments of an executable.

    Raises:
        UnreadableFileError: It is none, or its headers are broken.
    """
    magic = data[:4]
    try:
        if magic == _ELF:
            return Image(data, tuple(_clip(_elf(data), data)))
        if magic[:2] == _PE:
            return Image(data, tuple(_clip(_pe(data), data)))
        if magic in _MACHO:
            return Image(data, tuple(_clip(_macho(data, 0), data)))
        if magic == _MACHO_FAT:
            return Image(data, tuple(_clip(_fat(data), data)))
    except (struct.error, IndexError) as error:
        raise UnreadableFileError("headers of the executable are cut off") from error
    raise UnreadableFileError("not an executable that Go could have built")


def _clip(segments: list[Segment], data: Buffer) -> list[Segment]:
    size = len(data)
    return [
        Segment(each.address, each.offset, min(each.size, size - each.offset), each.is_data)
        for each in segments
        if each.size > 0 and each.offset < size
    ]


def _unpack(format_: str, data: Buffer, at: int) -> tuple[int, ...]:
    return struct.unpack(format_, data[at : at + struct.calcsize(format_)])


def _elf(data: Buffer) -> list[Segment]:
    wide, order = data[4] == 2, "<" if data[5] == 1 else ">"
    if wide:
        (table,) = _unpack(order + "Q", data, 32)
        entry, count = _unpack(order + "HH", data, 54)
    else:
        (table,) = _unpack(order + "I", data, 28)
        entry, count = _unpack(order + "HH", data, 42)
    segments = []
    for index in range(min(count, _SECTIONS)):
        at = table + index * entry
        if wide:
            kind, flags, offset, address, _, size = _unpack(order + "IIQQQQ", data, at)
        else:
            kind, offset, address, _, size, _, flags = _unpack(order + "IIIIIII", data, at)
        if kind == 1:  # PT_LOAD; build information is in what is writable (PF_W)
            segments.append(Segment(address, offset, size, bool(flags & 2)))
    return segments


def _pe(data: Buffer) -> list[Segment]:
    (header,) = _unpack("<I", data, 0x3C)
    if data[header : header + 4] != b"PE\0\0":
        raise UnreadableFileError("not a Windows executable")
    (count,) = _unpack("<H", data, header + 6)
    (optional,) = _unpack("<H", data, header + 20)
    start = header + 24
    (magic,) = _unpack("<H", data, start)
    base = (
        _unpack("<Q", data, start + 24)[0] if magic == 0x20B else _unpack("<I", data, start + 28)[0]
    )
    segments = []
    for index in range(min(count, _SECTIONS)):
        at = start + optional + index * 40
        _, address, size, offset = _unpack("<IIII", data, at + 8)
        (flags,) = _unpack("<I", data, at + 36)
        is_data = flags & 0xC0000040 == 0xC0000040  # initialised, readable, writable
        segments.append(Segment(base + address, offset, size, is_data))
    return segments


def _macho(data: Buffer, base: int) -> list[Segment]:
    order, wide = _MACHO[data[base : base + 4]]
    (count,) = _unpack(order + "I", data, base + 16)
    at = base + (32 if wide else 28)
    segments = []
    for _ in range(min(count, _SECTIONS)):
        command, size = _unpack(order + "II", data, at)
        if command in (1, 0x19):  # LC_SEGMENT, LC_SEGMENT_64
            name = data[at + 8 : at + 24].rstrip(b"\0")
            address, _, offset, length = _unpack(
                order + ("QQQQ" if command == 0x19 else "IIII"), data, at + 24
            )
            segments.append(Segment(address, base + offset, length, name.startswith(b"__DATA")))
        if size < 8:
            break
        at += size
    return segments


def _fat(data: Buffer) -> list[Segment]:
    """Return the segments of every slice; addresses of different slices may overlap."""
    (count,) = _unpack(">I", data, 4)
    segments: list[Segment] = []
    for index in range(min(count, _FAT_SLICES)):
        _, _, offset, _, _ = _unpack(">IIIII", data, 8 + index * 20)
        if data[offset : offset + 4] in _MACHO:
            segments.extend(_macho(data, offset))
            break  # every architecture is built from the same modules
    return segments
