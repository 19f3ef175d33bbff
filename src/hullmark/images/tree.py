"""Walks a folder on disk: every reader of repositories and root file systems goes this way."""

import os
from collections.abc import Callable, Iterator
from operator import attrgetter
from pathlib import Path
from typing import Final

from hullmark.images.ignored import Ignored

ENTRIES: Final = 5_000_000
"""Files and folders of one tree; the rest is told, not read."""
VERSION_CONTROL: Final = frozenset({".git", ".hg", ".svn"})
MADE: Final = frozenset(
    {"node_modules", ".venv", "venv", ".tox", ".nox", "__pycache__"}
    | {".mypy_cache", ".ruff_cache", ".pytest_cache", ".terraform", ".gradle", ".idea"}
)
"""Folders that tools make in a repository; nobody writes in them."""

_NAME = attrgetter("name")


def walk_tree(
    root: Path,
    *,
    skips: Callable[[str, str], bool],
    broken: Callable[[str, str], None],
    keeps: Callable[[str, str], object] | None = None,
    ignoring: bool = True,
    entries: int = ENTRIES,
) -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    """Yield what is no folder, with its path below ``root``, in a stable order.

    Symbolic links are yielded, never followed, so that no ring can be walked. There is no
    recursion: the depth is the disk's, not the stack's.

    Args:
        root: Where to begin.
        skips: Folder's name and its parent's path → whether to pass it over.
        broken: Told path and cause of what cannot be listed, and of too many entries.
        keeps: File's name and its folder's path → whether it is of interest; asked before
            anything that costs more.
        ignoring: Leave out what git ignores.
        entries: How many to look at.
    """
    ignored = Ignored(root) if ignoring else None
    folders = [""]
    seen = 0
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(f"{root}/{folder}" if folder else root) as scan:
                found = sorted(scan, key=_NAME)
        except OSError as error:
            broken(folder or ".", f"folder cannot be listed: {error.strerror or error}")
            continue
        seen += len(found)
        if seen > entries:
            broken(folder or ".", f"more than {entries:,} files; the rest was not read")
            return
        if ignored is not None and any(entry.name == ".gitignore" for entry in found):
            ignored.enter(folder)
        below = []
        for entry in found:
            name = entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            if skips(name, folder) if is_folder else keeps is not None and not keeps(name, folder):
                continue
            path = f"{folder}/{name}" if folder else name
            if ignored is not None and ignored.has(path, is_folder=is_folder):
                continue
            if is_folder:
                below.append(path)
            else:
                yield path, entry
        folders += reversed(below)
