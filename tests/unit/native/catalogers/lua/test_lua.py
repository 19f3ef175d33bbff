"""Rockspecs: as much Lua as it takes to learn name and version."""

import pytest

from hullmark.native.catalogers.lua.cataloger import ROCKSPEC
from hullmark.native.catalogers.record import File, Package, UnreadableFileError


def _read(text: str, path: str = "x.rockspec") -> list[tuple[str, str, tuple[str, ...]]]:
    records = ROCKSPEC.parse(File(path, text.encode()))
    return [(r.name, r.version, r.licenses) for r in records if isinstance(r, Package)]


@pytest.mark.parametrize(
    "text",
    [
        'package = "foo"\nversion = "1.0-1"',
        "package='foo';version='1.0-1'",
        "--[[ package = 'no' ]] package = [[foo]] -- version = 'no'\nversion = [==[1.0-1]==]",
        'local v, r = "x"\nlocal v = "1.0"\nlocal r = 1\npackage = "foo" version = v.."-"..r',
        'build = { version = "9", x = { version = "8" } } package = "f\\oo" version = "1.0-1"',
        'if version == "no" then end package = "foo" version = "1.0-1"',
    ],
)
def test_programs(text: str) -> None:
    """Texts, variables and joins; fields of tables and comparisons are not assignments to them."""
    assert _read(text) == [("foo", "1.0-1", ())]


def test_license() -> None:
    """It stands in the description."""
    text = (
        'package = "a"\nversion = "1-1"\ndescription = { license = "MIT", x = { license = "no" } }'
    )
    assert _read(text) == [("a", "1-1", ("MIT",))]


def test_computed_versions() -> None:
    """What cannot be worked out is told by the name of the file."""
    text = 'package = "lua-cjson"\nversion = string.format("%s", 1)'
    assert _read(text, "rocks/lua-cjson-2.1.0-1.rockspec") == [("lua-cjson", "2.1.0-1", ())]


@pytest.mark.parametrize(
    "text", ["", "package = 'a'", "version = '1'", "a = '", "[[", "\0", "x = {"]
)
def test_broken_rockspecs_are_refused(text: str) -> None:
    """Without name or version, or not Lua."""
    with pytest.raises(UnreadableFileError):
        _read(text)


def test_texts_that_double_end() -> None:
    """A program of forty lines cannot fill the memory."""
    text = 'a = "' + "x" * 100 + '"\n' + "a = a..a\n" * 40 + 'package = "b" version = "1-1"'
    assert _read(text) == [("b", "1-1", ())]
