"""What Gleam resolved."""

import pytest

from hullmark.native.catalogers.gleam.cataloger import MANIFEST
from hullmark.native.catalogers.record import File, Package, UnreadableFileError


def _read(text: str) -> list[Package]:
    records = MANIFEST.parse(File("manifest.toml", text.encode()))
    return [record for record in records if isinstance(record, Package)]


def test_packages() -> None:
    """Direct is what the project requires itself."""
    found = _read(
        "# made by Gleam\n\npackages = [\n"
        '  { name = "gleam_stdlib", version = "0.34.0", build_tools = ["gleam"] },\n'
        '\n  { name = "gleeunit", version = "1.0.2", build_tools = ["gleam"] },\n'
        '  { name = "other", version = "1" },\n]\n\n'
        '[requirements]\ngleam_stdlib = { version = ">= 0.34.0" }\n'
    )
    assert [(p.type, p.name, p.version, p.line, p.direct) for p in found] == [
        ("hex", "gleam_stdlib", "0.34.0", 4, True),
        ("hex", "gleeunit", "1.0.2", 6, False),
    ]


def test_other_manifests_say_nothing() -> None:
    """Many a program has a file of this name."""
    assert _read("[package]\nname = 'x'\n") == []
    assert _read("packages = ['x']\n") == []


def test_broken_manifests_are_refused() -> None:
    """What speaks of packages must be TOML."""
    with pytest.raises(UnreadableFileError):
        _read("packages [[[")
