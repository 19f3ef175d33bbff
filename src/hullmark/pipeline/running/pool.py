"""Works jobs off in parallel under a budget of processors and memory, the longest first."""

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass

from hullmark.kernel import log

_SHARE = 0.6
"""Of the memory that is free at the start; the rest is for us and for what was estimated low."""
_UNKNOWN_BYTES = 4 * 1024**3


@dataclass(slots=True)
class Work:
    """One job: what to do, and what it is expected to take."""

    do: Callable[[], None]
    weight: float
    memory_bytes: int


class Pool:
    """Threads that each wait for one program at a time."""

    def __init__(self, *, processors: int | None = None, memory_bytes: int | None = None) -> None:
        self.processors = processors or len(os.sched_getaffinity(0))
        self.memory_bytes = memory_bytes or free_memory()
        self._waiting: list[Work] = []
        self._used_bytes = 0
        self._running = 0
        self._closed = False
        self._changed = threading.Condition()
        self._threads: list[threading.Thread] = []

    def add(self, work: Work) -> None:
        """Queue a job; it starts as soon as there is room for it."""
        with self._changed:
            self._waiting.append(work)
            self._waiting.sort(key=lambda each: -each.weight)
            if len(self._threads) < self.processors:
                # Not a daemon: what a thread has started, it ends.
                thread = threading.Thread(target=self._serve, name="scanner")
                self._threads.append(thread)
                thread.start()
            self._changed.notify()

    def join(self) -> None:
        """Wait until every job has ended."""
        with self._changed:
            while self._waiting or self._running:
                self._changed.wait(0.5)

    def close(self) -> None:
        """Drop what has not begun, wait for what has, and let the threads go."""
        with self._changed:
            self._waiting.clear()
            self._closed = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        while (work := self._take()) is not None:
            try:
                work.do()
            except BaseException as error:  # noqa: BLE001 - a job tells its own failures
                log.warning("scanner.job-failed", error=repr(error))
            with self._changed:
                self._used_bytes -= work.memory_bytes
                self._running -= 1
                self._changed.notify_all()

    def _take(self) -> Work | None:
        with self._changed:
            while not self._closed:
                for at, work in enumerate(self._waiting):
                    fits = self._used_bytes + work.memory_bytes <= self.memory_bytes
                    if fits or not self._running:
                        del self._waiting[at]
                        self._used_bytes += work.memory_bytes
                        self._running += 1
                        return work
                self._changed.wait()
            return None


def free_memory() -> int:
    """Return how much memory scanners may be planned to take together."""
    try:
        with open("/proc/meminfo", "rb") as file:  # noqa: PTH123
            held = file.read(16 * 1024)
        for line in held.splitlines():
            if line.startswith(b"MemAvailable:"):
                return int(int(line.split()[1]) * 1024 * _SHARE)
    except (OSError, ValueError, IndexError):
        pass
    return _UNKNOWN_BYTES
