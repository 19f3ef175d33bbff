"""One line of progress on standard error, for people only."""

import sys
import threading

from hullmark.kernel import clock
from hullmark.ports.progress import SILENT, Progress

_EVERY_S = 0.1
"""Time between repaints: often enough to look alive, rare enough to cost nothing."""
_MIB = 1024 * 1024
_ROWS = 12
"""Rows below the line: more than fit on a small screen would scroll it."""


class LineProgress:
    """Repaints one line, below it one per thing that goes on at once; for any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._name = ""
        self._total: int | None = None
        self._done = 0
        self._painted_at = 0.0
        self._width = 0
        self._rows: dict[str, str] = {}
        self._below = 0

    def row(self, name: str, state: str) -> None:
        """Say how one of several things stands; what has ended moves up and out of the way."""
        with self._lock:
            self._rows.pop(name, None)
            self._rows[name] = state
            self._paint()

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
                sys.stderr.write(
                    "\r" + " " * self._width + "\r" + ("\x1b[J" if self._below else "")
                )
                sys.stderr.flush()
                self._width = self._below = 0

    def _paint(self) -> None:
        self._painted_at = clock.monotonic()
        line = self._name + self._amount()
        sys.stderr.write("\r" + line.ljust(self._width))
        below = [_cut(f"  {name}: {state}") for name, state in self._rows.items()][-_ROWS:]
        if below:
            # Written below the line, which the cursor then returns to.
            sys.stderr.write("\x1b[J\n" + "\n".join(below) + f"\x1b[{len(below)}A\r")
        self._below = len(below)
        sys.stderr.flush()
        self._width = len(line)

    def _amount(self) -> str:
        if self._total:
            share = min(100, 100 * self._done // self._total)
            if self._total > _MIB:
                return f" {share:3d} % of {self._total / _MIB:,.0f} MiB"
            return f" {share:3d} % of {self._total:,}"
        return f" {self._done:,}" if self._done else " …"


def _cut(text: str) -> str:
    """Return a text that fits on one line of the terminal."""
    import shutil  # noqa: PLC0415 - only where a person watches

    width = shutil.get_terminal_size().columns - 1
    shown = "".join(sign if sign.isprintable() else "?" for sign in text)
    return shown if len(shown) <= width else shown[: width - 1] + "…"


def choose_progress(*, quiet: bool) -> tuple[Progress, LineProgress | None]:
    """Return what to report progress to, and the line to clear where there is one."""
    if quiet or not sys.stderr.isatty():
        return SILENT, None
    line = LineProgress()
    return line, line
