"""``go.sum``: which modules it speaks of, and when it is asked."""

from pathlib import Path

import pytest

from hullmark.images.image import Directory, ImageOptions
from hullmark.images.open import open_target
from hullmark.native.catalogers.golang.cataloger import GO_SUM
from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.inventory import take_directory_inventory
from hullmark.ports.progress import SILENT
from hullmark.shipped import CATALOGERS

_SUM = "h1:OTgzOTgzOTgzOTgzOTgzOTgzOTgzOTgzOTgzOTgzOTg="


def _read(text: str) -> list[Package]:
    return list(GO_SUM.parse(File("go.sum", text.encode())))  # type: ignore[arg-type]


def test_modules_with_content() -> None:
    """A line for the go.mod alone is not enough; the last version of a module counts."""
    found = _read(
        f"a.com/a v1.9.0 {_SUM}\na.com/a v1.9.0/go.mod {_SUM}\na.com/a v1.10.0 {_SUM}\n"
        f"b.com/b v0.1.0/go.mod {_SUM}\n\n"
    )
    assert [(p.name, p.version, p.line, p.direct) for p in found] == [
        ("a.com/a", "v1.10.0", 3, False)
    ]


def test_a_broken_line_keeps_the_others() -> None:
    """A merge conflict is told of, and what stands around it is read."""
    found: list[Package] = []
    parsed = GO_SUM.parse(File("go.sum", f"<<<<<<< ours\na.com/a v1.0.0 {_SUM}\n".encode()))
    with pytest.raises(UnreadableFileError, match="line 1"):
        found.extend(parsed)  # type: ignore[arg-type]
    assert [p.name for p in found] == ["a.com/a"]


@pytest.mark.parametrize(
    ("modules", "expected"),
    [
        ("module m\ngo 1.15\nrequire a.com/a v1.0.0\n", {"a.com/a@v1.0.0", "b.com/b@v2.0.0"}),
        ("module m\ngo 1.21\nrequire a.com/a v1.0.0\n", {"a.com/a@v1.0.0", "stdlib@1.21"}),
        (
            "module m\ngo 1.17\nrequire a.com/a v1.0.0\nrequire c.com/c v1.0.0 // indirect\n",
            {"a.com/a@v1.0.0", "c.com/c@v1.0.0"},
        ),
        (None, {"a.com/a@v1.1.0", "b.com/b@v2.0.0"}),
    ],
    ids=["old", "new", "indirect", "alone"],
)
def test_go_mod_beside_it(tmp_path: Path, modules: str | None, expected: set[str]) -> None:
    """It speaks for what go.mod leaves out, and is silent where go.mod is complete."""
    (tmp_path / "go.sum").write_text(f"a.com/a v1.1.0 {_SUM}\nb.com/b v2.0.0 {_SUM}\n")
    if modules is not None:
        (tmp_path / "go.mod").write_text(modules)
    with open_target(f"repo:{tmp_path}", options=ImageOptions(), progress=SILENT) as opened:
        (directory,) = opened
        assert isinstance(directory, Directory)
        inventory = take_directory_inventory(directory, catalogers=CATALOGERS)
    assert {f"{each.name}@{each.version}" for each in inventory.components} == expected
