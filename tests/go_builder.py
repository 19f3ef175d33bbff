"""Builds small executables that carry Go build information, in every format and byte order."""

import struct

NEEDLE = b"\xff Go buildinf:"
_SENTINEL = b"\x30\x77\xaf\x0c\x92\x74\x08\x02\x41\xe1\xc1\x07\xe6\xd6\x18\xe6"
_BASE = 0x400000
_DATA_AT = 0x1000


def module_text(*lines: str) -> bytes:
    """Return a module text between its sentinels."""
    text = "".join(line + "\n" for line in lines).encode()
    return _SENTINEL + text + _SENTINEL


def inline(version: str, text: bytes) -> bytes:
    """Return the build information of Go 1.18 and later: two strings behind the needle."""
    head = NEEDLE + bytes([8, 2]) + bytes(16)
    raw = version.encode()
    return head + _varint(len(raw)) + raw + _varint(len(text)) + text


def pointed(version: str, text: bytes, *, size: int = 8, order: str = "<") -> bytes:
    """Return that of Go 1.13 to 1.17: two pointers to string headers, laid out behind it."""
    kind = "Q" if size == 8 else "I"
    address = _BASE + _DATA_AT
    raw = version.encode()
    headers = 16 + 2 * size
    strings = headers + 4 * size
    flags = 1 if order == ">" else 0
    out = NEEDLE + bytes([size, flags])
    out += struct.pack(f"{order}2{kind}", address + headers, address + headers + 2 * size)
    out += struct.pack(
        f"{order}4{kind}",
        address + strings,
        len(raw),
        address + strings + len(raw),
        len(text),
    )
    return out + raw + text


def elf(data: bytes, *, size: int = 8, order: str = "<") -> bytes:
    """Return an ELF file with a code segment and ``data`` in a writable one."""
    wide = size == 8
    ident = b"\x7fELF" + bytes([2 if wide else 1, 1 if order == "<" else 2, 1]) + bytes(9)
    entry, start = (56, 64) if wide else (32, 52)
    out = bytearray(_DATA_AT)
    out[:16] = ident
    if wide:
        struct.pack_into(order + "Q", out, 32, start)
        struct.pack_into(order + "HH", out, 54, entry, 2)
        load = struct.Struct(order + "IIQQQQQQ")
        load.pack_into(out, start, 1, 5, 0, _BASE, _BASE, _DATA_AT, _DATA_AT, 4096)
        place = (_DATA_AT, _BASE + _DATA_AT, _BASE + _DATA_AT, len(data), len(data), 4096)
        load.pack_into(out, start + entry, 1, 6, *place)
    else:
        struct.pack_into(order + "I", out, 28, start)
        struct.pack_into(order + "HH", out, 42, entry, 2)
        load = struct.Struct(order + "IIIIIIII")
        load.pack_into(out, start, 1, 0, _BASE, _BASE, _DATA_AT, _DATA_AT, 5, 4096)
        address = _BASE + _DATA_AT
        at = start + entry
        load.pack_into(out, at, 1, _DATA_AT, address, address, len(data), len(data), 6, 4096)
    return bytes(out) + data


def pe(data: bytes) -> bytes:
    """Return a Windows executable with ``data`` in its writable section."""
    out = bytearray(_DATA_AT)
    out[:2] = b"MZ"
    struct.pack_into("<I", out, 0x3C, 0x80)
    out[0x80:0x84] = b"PE\0\0"
    struct.pack_into("<H", out, 0x86, 2)
    struct.pack_into("<H", out, 0x94, 112)
    struct.pack_into("<H", out, 0x98, 0x20B)
    struct.pack_into("<Q", out, 0x98 + 24, _BASE)
    section = struct.Struct("<8sIIIIIIHHI")
    at = 0x98 + 112
    section.pack_into(out, at, b".text", 512, 512, 512, 512, 0, 0, 0, 0, 0x60000020)
    place = (len(data), _DATA_AT, len(data), _DATA_AT, 0, 0, 0, 0, 0xC0000040)
    section.pack_into(out, at + 40, b".data", *place)
    return bytes(out) + data


def macho(data: bytes, *, order: str = "<") -> bytes:
    """Return a Mach-O file with ``data`` in its ``__DATA`` segment."""
    out = bytearray(_DATA_AT)
    struct.pack_into(order + "I", out, 0, 0xFEEDFACF)
    struct.pack_into(order + "I", out, 16, 2)
    segment = struct.Struct(order + "II16sQQQQ")
    segment.pack_into(out, 32, 0x19, 72, b"__TEXT", _BASE, _DATA_AT, 0, _DATA_AT)
    address = _BASE + _DATA_AT
    segment.pack_into(out, 104, 0x19, 72, b"__DATA", address, len(data), _DATA_AT, len(data))
    return bytes(out) + data


def fat_macho(thin: bytes) -> bytes:
    """Return a universal file with one slice."""
    head = struct.pack(">II", 0xCAFEBABE, 1) + struct.pack(">IIIII", 7, 3, 0x1000, len(thin), 12)
    return head.ljust(0x1000, b"\0") + thin


def _varint(number: int) -> bytes:
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])
