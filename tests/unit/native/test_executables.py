"""What is found in an executable that streams by."""

import itertools

import pytest

import go_builder
import section_builder
from hullmark.native.executables import NeedleSink, is_executable

_NAME = b".dep-v0"


def _sections(data: bytes, *, step: int = 1 << 20) -> list[bytes]:
    found: list[bytes] = []
    sink = NeedleSink({}, lambda *_: None, sections=(_NAME,), section=found.append)
    for at in range(0, len(data), step):
        sink.feed(data[at : at + step])
    sink.close()
    return found


_WITH = {".text": b"x" * 100, ".dep-v0": b"z" * 50}
_WITHOUT = {".text": b"x" * 100, ".dep-v01": b"\0.dep-v0\0"}


@pytest.mark.parametrize("step", [1, 7, 4096, 1 << 20])
@pytest.mark.parametrize(("wide", "order"), list(itertools.product([True, False], "<>")))
def test_sections_of_elf_files(step: int, wide: bool, order: str) -> None:  # noqa: FBT001
    """A section is known by its entry in the table of names, however the file is cut."""
    build = section_builder.elf
    assert _sections(build(_WITH, wide=wide, order=order), step=step) == [_NAME]
    assert _sections(build(_WITHOUT, wide=wide, order=order), step=step) == []


def test_sections_of_other_formats() -> None:
    """PE and Mach-O name sections in their headers."""
    assert _sections(section_builder.pe(_WITH)) == [_NAME]
    assert _sections(section_builder.pe({".text": b""})) == []
    assert _sections(section_builder.macho(_WITH)) == [_NAME]


def test_names_far_from_their_table() -> None:
    """Where symbols stand between, read-only data without alignment is reason enough to look."""
    symbols = b"_ZN4core3fmt\0" * 5000
    two = {".interp": b"/lib/ld.so", ".dep-v0": b"z"}
    assert _sections(section_builder.elf(two, symbols=symbols)) == [_NAME]
    assert _sections(section_builder.elf({".interp": b"/lib"}, symbols=symbols)) == []


def test_broken_headers_hold_no_section() -> None:
    """Tables that are cut off, absent or point nowhere are no section."""
    whole = section_builder.elf(_WITH)
    assert _sections(whole[:-260]) == []
    assert _sections(whole[:30]) == []
    assert _sections(whole[:40] + b"\xff" * 8 + whole[48:]) == []
    assert _sections(whole[:62] + b"\xff\xff" + whole[64:]) == []


@pytest.mark.parametrize("step", [1, 100, 1 << 20])
def test_needles_at_their_alignment(step: int) -> None:
    """A needle counts in the data segment at its alignment, and ends the search for sections."""
    found: list[tuple[bytes, bytes]] = []
    data = go_builder.elf(bytes(8) + b"needle" + bytes(10) + b"needle!" + bytes(9))
    for alignment, expected in ((16, b""), (8, b"needle" + bytes(10) + b"needle!")):
        found.clear()
        sink = NeedleSink({b"needle": alignment}, lambda *hit: found.append(hit), sections=(_NAME,))
        for at in range(0, len(data), step):
            sink.feed(data[at : at + step])
        sink.close()
        assert [hit[1].startswith(expected) for hit in found] == [True] * bool(expected)


def test_magic_numbers() -> None:
    """Java classes are no Mach-O files."""
    assert is_executable(section_builder.elf({}))
    assert is_executable(section_builder.pe({}))
    assert is_executable(section_builder.macho({}))
    assert is_executable(b"\xca\xfe\xba\xbe\0\0\0\2")
    assert not is_executable(b"\xca\xfe\xba\xbe\0\0\0\x34")
    assert not is_executable(b"#!/bin/sh")
