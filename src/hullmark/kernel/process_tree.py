"""What belongs to a program that was started: its descendants, their memory, its strays."""

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

_PROC = Path("/proc")
_MOST = 4096
"""Processes of one program that are counted; more are a fork bomb and add up soon enough."""


def memory_bytes(pid: int) -> int:
    """Return the resident memory of a process and all its descendants; 0 where it is gone."""
    return sum(_resident(each) for each in family(pid))


def family(pid: int) -> Iterator[int]:
    """Yield a process and its descendants."""
    waiting, known = [pid], {pid}
    while waiting and len(known) < _MOST:
        each = waiting.pop()
        yield each
        for child in _children(each):
            if child not in known:
                known.add(child)
                waiting.append(child)


def end_marked(marker: str) -> int:
    """Kill every process of ours that has ``marker`` in its environment; return how many.

    A program that leaves its process group and its session keeps the variables it was born with.
    """
    sign = marker.encode()
    ended = 0
    for entry in _numbered():
        with contextlib.suppress(OSError):
            if sign in _read(entry / "environ").split(b"\0"):
                os.kill(int(entry.name), signal.SIGKILL)
                ended += 1
    return ended


def _numbered() -> Iterator[Path]:
    try:
        names = [entry.name for entry in _PROC.iterdir()]
    except OSError:
        return
    own = str(os.getpid())
    yield from (_PROC / name for name in names if name.isdecimal() and name != own)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with contextlib.suppress(OSError, ValueError):
        for task in (_PROC / str(pid) / "task").iterdir():
            found += map(int, _read(task / "children").split())
    return found


def _resident(pid: int) -> int:
    try:
        pages = int(_read(_PROC / str(pid) / "statm").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(1024 * 1024)
