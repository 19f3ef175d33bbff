"""Build information of Go executables: every format, byte order and age."""

from collections.abc import Callable

import pytest

import go_builder
from hullmark.native.catalogers.golang.cataloger import BINARY
from hullmark.native.catalogers.golang.needle import NEEDLE
from hullmark.native.catalogers.record import File, NeedsWholeFileError, UnreadableFileError

_TEXT = go_builder.module_text(
    "path\texample.com/tool/cmd/tool",
    "mod\texample.com/tool\tv1.2.3\th1:x=",
    "dep\tgolang.org/x/net\tv0.7.0\th1:y=",
    "dep\texample.com/old\tv1.0.0",
    "=>\texample.com/new\tv1.0.1\th1:z=",
    "build\t-compiler=gc",
)
_EXPECTED = [
    ("example.com/tool", "v1.2.3"),
    ("golang.org/x/net", "v0.7.0"),
    ("example.com/new", "v1.0.1"),
    ("stdlib", "1.19.6"),
]


def _read(data: bytes, *, whole: bool = True) -> list[tuple[str, str]]:
    file = File("usr/bin/tool", data, whole=whole, needle=b"" if whole else NEEDLE)
    return [(each.name, each.version) for each in BINARY.parse(file)]  # type: ignore[union-attr]


def test_window_that_starts_at_the_needle() -> None:
    """Since Go 1.18 a window is enough, and what follows the strings does not matter."""
    data = go_builder.inline("go1.19.6", _TEXT) + b"\0" * 1000
    assert _read(data, whole=False) == _EXPECTED


@pytest.mark.parametrize("cut", [15, 32, 40, 60, 200])
def test_window_that_is_too_short(cut: int) -> None:
    """A window that ends within the strings asks for the whole file."""
    with pytest.raises(NeedsWholeFileError):
        _read(go_builder.inline("go1.19.6", _TEXT)[:cut], whole=False)


def test_pointers_need_the_whole_file() -> None:
    """Before Go 1.18 pointers follow the needle."""
    with pytest.raises(NeedsWholeFileError):
        _read(go_builder.pointed("go1.17.2", _TEXT), whole=False)


@pytest.mark.parametrize("wrap", [go_builder.elf, go_builder.pe, go_builder.macho])
@pytest.mark.parametrize("lead", [b"", b"\0" * 16 + NEEDLE + b"x" * 35])
def test_whole_file(wrap: Callable[[bytes], bytes], lead: bytes) -> None:
    """Every format of executable, also where the needle stands as somebody's string before."""
    lead += b"\0" * (-len(lead) % 16)
    assert _read(wrap(lead + go_builder.inline("go1.19.6", _TEXT))) == _EXPECTED


@pytest.mark.parametrize(("size", "order"), [(8, "<"), (8, ">"), (4, "<"), (4, ">")])
def test_pointers_of_every_width_and_order(size: int, order: str) -> None:
    """Pointers lead to string headers, these to strings, through the segments of the file."""
    data = go_builder.pointed("go1.19.6", _TEXT, size=size, order=order)
    assert _read(go_builder.elf(data, size=size, order=order)) == _EXPECTED


def test_pointers_in_windows_and_mac_executables() -> None:
    """The other formats map addresses in ways of their own."""
    data = go_builder.pointed("go1.19.6", _TEXT)
    assert _read(go_builder.pe(data)) == _EXPECTED
    assert _read(go_builder.macho(data)) == _EXPECTED
    assert _read(go_builder.fat_macho(go_builder.macho(data))) == _EXPECTED


def test_build_without_modules() -> None:
    """A program built outside module mode still has a standard library."""
    assert _read(go_builder.inline("go1.22.1", b""), whole=False) == [("stdlib", "1.22.1")]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"#!/bin/sh\n",
        b"\x7fELF",
        b"MZ" + bytes(100),
        go_builder.elf(b"nothing here"),
        go_builder.elf(go_builder.inline("go1.19.6", _TEXT)[:60]),
        go_builder.elf(NEEDLE + bytes([8, 0]) + b"\xff" * 16),
        go_builder.elf(NEEDLE + bytes([8, 2]) + bytes(16) + b"\xff" * 20),
    ],
)
def test_what_is_no_go_executable(data: bytes) -> None:
    """Other files, and information that leads nowhere, are refused."""
    with pytest.raises(UnreadableFileError):
        _read(data)
