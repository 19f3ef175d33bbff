"""Runs a target under limits: what is neither a value nor a named error is kept and counted."""

import hashlib
import mmap
import resource
import struct
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from target import Target

SECONDS = 1.0
"""Processor time of one input of at most 64 KiB, instrumented (which costs three to ten times)."""
GROWTH_KIB = 384 * 1024
"""Growth of the process's peak memory during one input."""
_COUNTS = struct.Struct("<5Q")
_SAME = 3
"""Inputs kept of one crash."""


class Tally:
    """Counts that survive the process: inputs, crashes, hangs, memory, slowest in microseconds."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, _COUNTS.size)

    def write(self, *counts: int) -> None:
        """Publish the counts."""
        _COUNTS.pack_into(self._shared, 0, *counts)

    def read(self) -> tuple[int, int, int, int, int]:
        """Return the counts last published."""
        return _COUNTS.unpack_from(self._shared)


def guarded(target: Target, tally: Tally, folder: Path) -> Callable[[bytes], None]:
    """Return a function for the fuzzer that never raises; findings go to ``folder``."""
    run, allowed = target.run, target.allowed
    inputs = crashes = hangs = greedy = slowest = 0
    met: dict[str, int] = {}
    clock, usage = time.process_time, resource.getrusage
    peak = usage(resource.RUSAGE_SELF).ru_maxrss

    def keep(kind: str, mark: str, data: bytes, text: str) -> bool:
        seen = met[mark] = met.get(mark, 0) + 1
        if seen <= _SAME:
            folder.mkdir(parents=True, exist_ok=True)
            name = f"{kind}-{hashlib.sha256(mark.encode()).hexdigest()[:8]}-{seen}"
            (folder / name).write_bytes(data)
            (folder / f"{name}.txt").write_text(text, "utf-8", "replace")
        return seen == 1

    def one(data: bytes) -> None:
        nonlocal inputs, crashes, hangs, greedy, slowest, peak
        inputs += 1
        start = clock()
        try:
            run(data)
        except allowed:
            pass
        except Exception as error:
            crashes += keep("crash", _mark(error), data, traceback.format_exc())
        spent = clock() - start
        slowest = max(slowest, int(spent * 1e6))
        if spent > SECONDS:
            hangs += keep("slow", f"slow {int(spent)}", data, f"{spent:.2f} s of processor time\n")
        if not inputs & 15:
            grown = usage(resource.RUSAGE_SELF).ru_maxrss
            if grown - peak > GROWTH_KIB:
                greedy += keep("memory", "memory", data, f"grew by {grown - peak} KiB\n")
            peak = grown
        tally.write(inputs, crashes, hangs, greedy, slowest)

    return one


def _mark(error: BaseException) -> str:
    """Return what makes two crashes the same: the kind, and the last line of ours."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/hullmark/" in frame.filename] or frames
    return f"{type(error).__name__} {ours[-1].filename}:{ours[-1].lineno}"
