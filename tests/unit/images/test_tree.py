"""Walking a folder: order, what is left out, what cannot be listed."""

import os
from pathlib import Path

import pytest

from hullmark.images.tree import walk_tree


def _walk(root: Path, *, entries: int = 100, ignoring: bool = True) -> tuple[list[str], list[str]]:
    told: list[str] = []
    found = walk_tree(
        root,
        skips=lambda name, _: name == "node_modules",
        keeps=lambda name, _: not name.endswith(".png"),
        broken=lambda path, cause: told.append(f"{path}: {cause}"),
        ignoring=ignoring,
        entries=entries,
    )
    return [path for path, _ in found], told


def _make(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("")


def test_files_in_order_without_what_is_left_out(tmp_path: Path) -> None:
    """Files of a folder come before those of its subfolders; git's word counts where asked."""
    _make(tmp_path, "b/2", "a/1", "z", "node_modules/m", "a/x.png", "a/log", "build/out")
    (tmp_path / ".gitignore").write_text("build/\n")
    (tmp_path / "a/.gitignore").write_text("log\n")
    assert _walk(tmp_path) == ([".gitignore", "z", "a/.gitignore", "a/1", "b/2"], [])
    assert "build/out" in _walk(tmp_path, ignoring=False)[0]


def test_rings_are_not_walked(tmp_path: Path) -> None:
    """A link is an entry, not a way."""
    _make(tmp_path, "a/1")
    (tmp_path / "a/up").symlink_to("..")
    assert _walk(tmp_path)[0] == ["a/1", "a/up"]


def test_too_many_files_are_told(tmp_path: Path) -> None:
    """What was met before counts; the rest is named."""
    _make(tmp_path, "1", "a/2", "a/3", "a/4")
    found, told = _walk(tmp_path, entries=4)
    assert found == ["1"]
    assert told == ["a: more than 4 files; the rest was not read"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root lists every folder")
def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path) -> None:
    """The others are walked."""
    _make(tmp_path, "a/1", "b/2")
    (tmp_path / "a").chmod(0)
    found, told = _walk(tmp_path)
    (tmp_path / "a").chmod(0o700)
    assert found == ["b/2"]
    assert told == ["a: folder cannot be listed: Permission denied"]


def test_a_folder_that_vanishes_is_told(tmp_path: Path) -> None:
    """Between being seen and being listed."""
    _make(tmp_path, "1", "a/2")
    told: list[str] = []
    walk = walk_tree(
        tmp_path, skips=lambda *_: False, broken=lambda path, cause: told.append(f"{path}: {cause}")
    )
    assert next(walk)[0] == "1"
    (tmp_path / "a/2").unlink()
    (tmp_path / "a").rmdir()
    assert list(walk) == []
    assert told == ["a: folder cannot be listed: No such file or directory"]
