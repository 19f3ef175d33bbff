"""Walks a directory on disk and tells a collector its members, as a layer would."""

import os
import stat
from pathlib import Path

from hullmark.images.tree import MADE, VERSION_CONTROL, walk_tree
from hullmark.kernel import limits
from hullmark.native.collect import Collector, SecondPass
from hullmark.native.facts import FactIssue, LayerFacts
from hullmark.ports.progress import Progress

_NOT_DECLARED = VERSION_CONTROL | MADE
"""Folders of a repository that hold what was installed or recorded, not what is declared."""
_NOT_FILES = frozenset({"proc", "sys", "dev"})
"""Top folders of a running root file system that are views of the kernel."""
_PIECE_BYTES = 1024 * 1024


def read_directory(
    root: Path, collector: Collector, *, repository: bool, progress: Progress
) -> LayerFacts:
    """Tell ``collector`` everything below ``root``; symbolic links are not followed."""
    members = 0

    def note(path: str, cause: str) -> None:
        collector.facts.issues.append(FactIssue(path=path, cause=cause, code="HM2053"))

    is_left_out = _is_not_declared if repository else _is_no_file

    def skips(name: str, folder: str) -> bool:
        if is_left_out(name, folder):
            return True
        collector.directory(f"{folder}/{name}" if folder else name)
        return False

    walked = walk_tree(
        root,
        skips=skips,
        broken=note,
        ignoring=repository,
        entries=2 * limits.LAYER_MEMBERS,
    )
    for path, entry in walked:
        if entry.is_symlink():
            continue
        members += 1
        if members > limits.LAYER_MEMBERS:
            note(".", f"more than {limits.LAYER_MEMBERS:,} files; the rest was not read")
            break
        try:
            info = entry.stat(follow_symlinks=False)
            if stat.S_ISREG(info.st_mode):
                if info.st_mode & stat.S_ISUID:
                    collector.special(path, stat.S_IMODE(info.st_mode))
                _read(path, entry.path, info, collector)
                progress.advance(info.st_size)
        except OSError as error:
            _unreadable(collector, path, error)
    _read_again(root, collector)
    return collector.finish(members)


def _is_not_declared(name: str, _folder: str) -> bool:
    return name in _NOT_DECLARED


def _is_no_file(name: str, folder: str) -> bool:
    return not folder and name in _NOT_FILES


def _read(path: str, place: str, info: os.stat_result, visitor: Collector | SecondPass) -> None:
    """Feed one file, if the visitor wants it."""
    head = b""
    if info.st_size >= 4096:  # only executables are judged by their first bytes
        with open(place, "rb", buffering=0) as file:  # noqa: PTH123 - the name may not be valid text
            head = file.read(64)
    sink = visitor.regular(path, info.st_size, head)
    if sink is None:
        return
    with open(place, "rb", buffering=0) as file:  # noqa: PTH123
        left = info.st_size
        while left > 0 and (piece := file.read(min(left, _PIECE_BYTES))):
            sink.feed(piece)
            left -= len(piece)
    sink.close()


def _read_again(root: Path, collector: Collector) -> None:
    """Feed the files whole of which a part was not enough."""
    paths = sorted(collector.again)
    if not paths:
        return
    second = SecondPass(collector)
    for path in paths:
        place = os.path.join(root, path)  # noqa: PTH118 - the name may not be valid text
        try:
            _read(path, place, os.lstat(place), second)
        except OSError as error:
            _unreadable(collector, path, error)


def _unreadable(collector: Collector, path: str, error: OSError) -> None:
    collector.facts.issues.append(
        FactIssue(path=path, cause=error.strerror or str(error), code="HM2053")
    )
