"""``go.mod``: requirements, replacements, toolchain."""

import pytest

from hullmark.model.component import Evidence
from hullmark.native.catalogers.golang.cataloger import GO_MOD
from hullmark.native.catalogers.record import File, Package, UnreadableFileError


def _read(text: str) -> list[Package]:
    return list(GO_MOD.parse(File("go.mod", text.encode())))  # type: ignore[arg-type]


def test_requirements_with_lines_and_kinds() -> None:
    """Blocks and single lines, direct and indirect."""
    found = _read(
        'module "example.com/m" // comment\n\ngo 1.22.0\n\nrequire a.com/a v1.0.0\n'
        "require (\n\tb.com/b v0.0.0-20240101000000-0123456789ab // indirect\n"
        "\t// c.com/c v1.0.0\n)\n"
    )
    assert [(p.name, p.version, p.line, p.direct) for p in found] == [
        ("a.com/a", "v1.0.0", 5, True),
        ("b.com/b", "v0.0.0-20240101000000-0123456789ab", 7, False),
        ("stdlib", "1.22.0", 3, True),
    ]
    assert {p.evidence for p in found} == {Evidence.DECLARED}


def test_replacements_and_exclusions() -> None:
    """By version or for all versions, by a module or by a folder."""
    found = _read(
        "module m\nrequire (\na v1.0.0\nb v1.0.0\nc v1.0.0\nd v1.0.0\n)\n"
        "replace (\na => x v9.0.0\nb v1.0.0 => ../b\nc v2.0.0 => y v9.0.0\n)\nexclude d v1.0.0\n"
    )
    assert [(p.name, p.version) for p in found] == [("x", "v9.0.0"), ("b", ""), ("c", "v1.0.0")]


@pytest.mark.parametrize(
    ("lines", "release"),
    [
        ("go 1.20", None),
        ("go 1.21", "1.21"),
        ("go 1.23.5\ntoolchain go1.23.6", "1.23.6"),
        ("toolchain default", None),
    ],
)
def test_standard_library(lines: str, release: str | None) -> None:
    """The toolchain line, else a go line that binds: since 1.21."""
    assert [p.version for p in _read(f"module m\n{lines}\n")] == ([release] if release else [])


def test_other_text() -> None:
    """Prose is refused with its line."""
    with pytest.raises(UnreadableFileError, match=r"line 2 of go\.mod starts with 'this'"):
        _read("module m\nthis is not a go.mod\n")
