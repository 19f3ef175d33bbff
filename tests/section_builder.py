"""Builds small executables with named sections, in every format and byte order."""

import struct

_START = 0x1000


def elf(
    sections: dict[str, bytes], *, wide: bool = True, order: str = "<", symbols: bytes = b""
) -> bytes:
    """Return an ELF file with ``sections`` in its read-only data.

    ``symbols`` stand between the names of sections and their table, as some linkers lay it out.
    """
    out = bytearray(_START)
    out[:7] = b"\x7fELF" + bytes([2 if wide else 1, 1 if order == "<" else 2, 1])
    names = b"\0"
    headers = [(0, 0, 0, 0, 0, 0)]
    for name, content in sections.items():
        headers.append((len(names), 1, 2, len(out), len(content), 1))
        out += content
        names += name.encode() + b"\0"
    loaded = len(out)
    headers.append((len(names), 3, 0, len(out), len(names) + 10, 1))
    names += b".shstrtab\0"
    out += names + symbols
    table = len(out)
    for at_name, kind, flags, offset, size, alignment in headers:
        if wide:
            out += struct.pack(
                order + "IIQQQQIIQQ", at_name, kind, flags, 0, offset, size, 0, 0, alignment, 0
            )
        else:
            out += struct.pack(
                order + "10I", at_name, kind, flags, 0, offset, size, 0, 0, alignment, 0
            )
    last = len(headers) - 1
    if wide:
        struct.pack_into(order + "QQ", out, 32, 64, table)
        struct.pack_into(order + "HHHHH", out, 54, 56, 1, 64, len(headers), last)
        struct.pack_into(order + "IIQQQQQQ", out, 64, 1, 4, 0, 0, 0, loaded, loaded, 4096)
    else:
        struct.pack_into(order + "II", out, 28, 52, table)
        struct.pack_into(order + "HHHHH", out, 42, 32, 1, 40, len(headers), last)
        struct.pack_into(order + "IIIIIIII", out, 52, 1, 0, 0, 0, loaded, loaded, 4, 4096)
    return bytes(out)


def pe(sections: dict[str, bytes]) -> bytes:
    """Return a Windows executable with ``sections``."""
    out = bytearray(_START)
    out[:2] = b"MZ"
    struct.pack_into("<I", out, 0x3C, 0x80)
    out[0x80:0x84] = b"PE\0\0"
    struct.pack_into("<H", out, 0x86, len(sections))
    struct.pack_into("<H", out, 0x94, 112)
    at = 0x98 + 112
    for name, content in sections.items():
        place = (len(content), 0, len(content), len(out))
        struct.pack_into("<8sIIII", out, at, name.encode(), *place)
        out += content
        at += 40
    return bytes(out)


def macho(sections: dict[str, bytes], *, order: str = "<") -> bytes:
    """Return a Mach-O file with ``sections`` in one segment."""
    out = bytearray(_START)
    struct.pack_into(order + "I", out, 0, 0xFEEDFACF)
    struct.pack_into(order + "I", out, 16, 1)
    struct.pack_into(order + "II16s", out, 32, 0x19, 72 + 80 * len(sections), b"__DATA")
    struct.pack_into(order + "I", out, 32 + 64, len(sections))
    at = 32 + 72
    for name, content in sections.items():
        place = (0, len(content), len(out))
        struct.pack_into(order + "16s16sQQI", out, at, name.encode(), b"__DATA", *place)
        out += content
        at += 80
    return bytes(out)
