"""Finds one section of an executable by its name: ELF, PE and Mach-O.

Headers are hostile: every count is bounded, every read stays in the file, and nothing is copied.
"""

import struct

from hullmark.native.catalogers.record import Buffer, UnreadableFileError

_SECTIONS = 4096
_COMMANDS = 1024
_NAME_BYTES = 64
_MACHO = {
    b"\xfe\xed\xfa\xce": (">", False),
    b"\xfe\xed\xfa\xcf": (">", True),
    b"\xce\xfa\xed\xfe": ("<", False),
    b"\xcf\xfa\xed\xfe": ("<", True),
}


def find_section(data: Buffer, name: bytes) -> tuple[int, int] | None:
    """Return where a section starts and ends in the file, ``None`` where there is none.

    Raises:
        UnreadableFileError: Not an executable, or its headers are broken.
    """
    magic = data[:4]
    try:
        if magic == b"\x7fELF":
            found = _elf(data, name)
        elif magic[:2] == b"MZ":
            found = _pe(data, name)
        elif magic in _MACHO:
            found = _macho(data, name)
        else:
            raise UnreadableFileError("not an executable")
    except (struct.error, IndexError) as error:
        raise UnreadableFileError("headers of the executable are cut off") from error
    if found is not None and found[1] > len(data):
        raise UnreadableFileError(f"section '{name.decode()}' is cut off")
    return found


def _unpack(format_: str, data: Buffer, at: int) -> tuple[int, ...]:
    return struct.unpack(format_, data[at : at + struct.calcsize(format_)])


def _elf(data: Buffer, name: bytes) -> tuple[int, int] | None:
    wide, order = data[4] == 2, "<" if data[5] == 1 else ">"
    (table,) = _unpack(order + ("Q" if wide else "I"), data, 40 if wide else 32)
    size, count, names = _unpack(order + "HHH", data, 58 if wide else 46)
    if not table or names >= count:
        return None
    start, length = _elf_place(data, table + names * size, order=order, wide=wide)
    texts = data[start : start + min(length, _SECTIONS * _NAME_BYTES)]
    for number in range(min(count, _SECTIONS)):
        at = table + number * size
        (offset,) = _unpack(order + "I", data, at)
        if texts[offset : offset + len(name) + 1] == name + b"\0":
            start, length = _elf_place(data, at, order=order, wide=wide)
            return start, start + length
    return None


def _elf_place(data: Buffer, at: int, *, order: str, wide: bool) -> tuple[int, int]:
    offset, size = _unpack(order + ("QQ" if wide else "II"), data, at + (24 if wide else 16))
    return offset, size


def _pe(data: Buffer, name: bytes) -> tuple[int, int] | None:
    (header,) = _unpack("<I", data, 0x3C)
    if data[header : header + 4] != b"PE\0\0":
        return None
    (count,) = _unpack("<H", data, header + 6)
    (optional,) = _unpack("<H", data, header + 20)
    for number in range(min(count, _SECTIONS)):
        at = header + 24 + optional + number * 40
        if data[at : at + 8].rstrip(b"\0") == name:
            used, _, stored, offset = _unpack("<IIII", data, at + 8)
            return offset, offset + (min(used, stored) or stored)
    return None


def _macho(data: Buffer, name: bytes) -> tuple[int, int] | None:
    order, wide = _MACHO[data[:4]]
    (count,) = _unpack(order + "I", data, 16)
    at = 32 if wide else 28
    for _ in range(min(count, _COMMANDS)):
        command, size = _unpack(order + "II", data, at)
        if command in (1, 0x19):  # LC_SEGMENT, LC_SEGMENT_64
            found = _macho_segment(data, name, at=at, order=order, wide=command == 0x19)
            if found is not None:
                return found
        if size < 8:
            break
        at += size
    return None


def _macho_segment(
    data: Buffer, name: bytes, *, at: int, order: str, wide: bool
) -> tuple[int, int] | None:
    (count,) = _unpack(order + "I", data, at + (64 if wide else 48))
    first, step = at + (72 if wide else 56), 80 if wide else 68
    for number in range(min(count, _SECTIONS)):
        section = first + number * step
        if data[section : section + 16].rstrip(b"\0") == name:
            if wide:
                size, offset = _unpack(order + "QI", data, section + 40)
            else:
                size, offset = _unpack(order + "II", data, section + 36)
            return offset, offset + size
    return None
