"""Manifests of Julia."""

import pytest

from hullmark.native.catalogers.julia.cataloger import MANIFEST
from hullmark.native.catalogers.record import File, Package, UnreadableFileError


def _read(text: str) -> list[Package]:
    records = MANIFEST.parse(File("Manifest.toml", text.encode()))
    return [record for record in records if isinstance(record, Package)]


def test_format_2() -> None:
    """The standard library has Julia's version; what comes from a folder has none."""
    found = _read(
        'julia_version = "1.9.0"\nmanifest_format = "2.0"\n\n[[deps.Dates]]\nuuid = "ade2"\n\n'
        '[[deps.JSON]]\ngit-tree-sha1 = "31e9"\nuuid = "682c"\nversion = "0.21.4"\n\n'
        '    [deps.JSON.weakdeps]\n    A = "b"\n\n[[deps.Mine]]\npath = "."\nuuid = "1c65"\n'
    )
    assert [(p.name, p.version, p.line, p.qualifiers) for p in found] == [
        ("Dates", "1.9.0", 4, (("uuid", "ade2"),)),
        ("JSON", "0.21.4", 7, (("uuid", "682c"),)),
        ("Mine", "", 15, (("uuid", "1c65"),)),
    ]


def test_format_1() -> None:
    """Packages stand at the top, several may share a name."""
    found = _read('[[Foo]]\nuuid = "1"\nversion = "1.0"\n[[Foo]]\nuuid = "2"\n[[Bar]]\ndeps = []\n')
    assert [(p.name, p.version, p.line) for p in found] == [("Foo", "1.0", 1), ("Foo", "", 4)]


@pytest.mark.parametrize("text", ["not toml", "\0", "a = " + "[" * 5000])
def test_broken_manifests_are_refused(text: str) -> None:
    """What is no TOML."""
    with pytest.raises(UnreadableFileError):
        _read(text)


def test_keys_of_very_many_parts_are_refused() -> None:
    """Decoding one takes time that grows with the square of its length."""
    with pytest.raises(UnreadableFileError, match="too many parts"):
        _read("1." * 20_000)
    assert _read('a = "' + "1.2 " * 6_000 + '"') == []
