"""One line of progress on standard error, for people only."""

import sys
import threading

from hullmark.kernel import clock
from hullmark.ports.progress import SILENT, Progress

_EVERY_S = 0.1
"""Time between repaints: often enough to look alive, rare enough to cost nothing."""
_MIB = 1024 * 1024


class LineProgress:
    """Repaints one line; safe to call from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._name = ""
        self._total: int | None = None
        self._done = 0
        self._painted_at = 0.0
        self._width = 0

    def stage(self, name: str, *, total: int | None = None) -> None:
        """Begin a stage of ``total`` units, bytes where it is about bytes."""
        with self._lock:
            self._name, self._total, self._done = name, total, 0
            self._paint()

    def advance(self, amount: int) -> None:
        """Say that ``amount`` more units are done."""
        self._done += amount  # a lost update shows a little less for a tenth of a second
        if clock.monotonic() - self._painted_at > _EVERY_S:
            with self._lock:
                self._paint()

    def clear(self) -> None:
        """Remove the line."""
        with self._lock:
            if self._width:
                sys.stderr.write("\r" + " " * self._width + "\r")
                sys.stderr.flush()
                self._width = 0

    def _paint(self) -> None:
        self._painted_at = clock.monotonic()
        line = self._name + self._amount()
        sys.stderr.write("\r" + line.ljust(self._width))
        sys.stderr.flush()
        self._width = len(line)

    def _amount(self) -> str:
        if self._total:
            share = min(100, 100 * self._done // self._total)
            if self._total > _MIB:
                return f" {share:3d} % of {self._total / _MIB:,.0f} MiB"
            return f" {share:3d} % of {self._total:,}"
        return f" {self._done:,}" if self._done else " …"


def choose_progress(*, quiet: bool) -> tuple[Progress, LineProgress | None]:
    """Return what to report progress to, and the line to clear where there is one."""
    if quiet or not sys.stderr.isatty():
        return SILENT, None
    line = LineProgress()
    return line, line
