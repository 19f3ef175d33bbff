"""Runs external programs, bounded in time and output: the only module that starts processes."""

import contextlib
import os
import selectors
import signal
import subprocess  # noqa: TID251 - this is the room's one door to it
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import IO

from hullmark.kernel import log
from hullmark.kernel.tool_errors import (
    ToolMissingError,
    ToolOutputError,
    ToolStoppedError,
    ToolTimeoutError,
)

OUTPUT_BYTES = 64 * 1024 * 1024
"""Output of one program, unless the caller says otherwise."""

_SAFE_NAMES = ("PATH", "HOME", "LANG", "LC_*", "TZ", "TMPDIR", "USER", "LOGNAME")
_CHUNK_BYTES = 64 * 1024
_STEP_S = 0.05
"""Longest wait before time, wishes and memory are looked at again."""
_WATCH_S = 0.1
_GRACE_S = 1.0
"""Time for output to drain once the program itself has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """A program that has ended by itself."""

    command: tuple[str, ...]
    status: int
    """Exit status; negative for the signal that ended it."""
    output: bytes = field(repr=False)
    errors: bytes = field(repr=False)
    """What it wrote to standard error."""
    duration_s: float = 0.0


def run(
    command: Sequence[str],
    *,
    stdin: bytes = b"",
    timeout_s: float,
    environment: Mapping[str, str] | None = None,
    output_limit_bytes: int = OUTPUT_BYTES,
    folder: Path | None = None,
    stop: threading.Event | None = None,
    watch: Callable[[int], None] | None = None,
) -> Completed:
    """Run ``command`` and return what it wrote; a status other than 0 is the caller's matter.

    The program gets a process group of its own; whatever happens, nothing of it stays behind.
    Without ``environment`` it sees ``allowed_environment()``.

    Args:
        command: Program and arguments; never a shell.
        stdin: What it is fed.
        timeout_s: How long it may take.
        environment: All that it sees of variables.
        output_limit_bytes: Most that it may write, standard error included.
        folder: Where it works; the caller's own folder without it.
        stop: Ends it early, once set.
        watch: Told its process id several times a second; what it raises ends the program.

    Raises:
        ToolStoppedError: ``stop`` was set.
        ToolMissingError: It is not there or may not be run.
        ToolTimeoutError: It did not end within ``timeout_s``.
        ToolOutputError: It wrote more than ``output_limit_bytes``.
    """
    began = time.monotonic()
    seen = allowed_environment() if environment is None else environment
    process = _started(command, seen, folder)
    talk = _Talk(
        process, stdin, name=command[0], limit_bytes=output_limit_bytes, stop=stop, watch=watch
    )
    try:
        talk.until(began + timeout_s, timeout_s=timeout_s)
    finally:
        _end_group(process)
        talk.close()
    completed = Completed(
        command=tuple(command),
        status=process.returncode,
        output=bytes(talk.output),
        errors=bytes(talk.errors),
        duration_s=time.monotonic() - began,
    )
    log.debug("process.finished", command=command[0], status=completed.status)
    return completed


def allowed_environment(*more: str, source: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the part of the environment that any program may see, and what ``more`` names.

    Names may end in ``*``.
    """
    patterns = (*_SAFE_NAMES, *more)
    variables = os.environ if source is None else source
    return {name: value for name, value in variables.items() if fits(name, patterns)}


class _Talk:
    """Feeds a process and collects what it writes, without ever waiting for one pipe alone."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        stdin: bytes,
        *,
        name: str,
        limit_bytes: int,
        stop: threading.Event | None = None,
        watch: Callable[[int], None] | None = None,
    ) -> None:
        self._stop = stop
        self._watcher = watch
        self._watched_at = 0.0
        self.output = bytearray()
        self.errors = bytearray()
        self._process = process
        self._left = memoryview(stdin)
        self._name = name
        self._limit_bytes = limit_bytes
        self._selector = selectors.DefaultSelector()
        for pipe, sink in ((process.stdout, self.output), (process.stderr, self.errors)):
            self._watch(pipe, selectors.EVENT_READ, sink)
        self._watch(process.stdin, selectors.EVENT_WRITE, None)

    def until(self, deadline: float, *, timeout_s: float) -> None:
        """Go on until the process has ended and its output is read."""
        drain_by: float | None = None
        while self._selector.get_map() or self._process.poll() is None:
            now = time.monotonic()
            if drain_by is None and self._process.poll() is not None:
                # A child that it left behind may hold the pipes open for ever.
                drain_by = now + _GRACE_S
            if drain_by is not None and now >= drain_by:
                return
            if now >= deadline:
                raise ToolTimeoutError(
                    f"'{self._name}' did not end within {timeout_s:g} seconds",
                    hint="run it by hand to see what it waits for",
                )
            self._look(now)
            if self._selector.get_map():
                self._step(min(_STEP_S, deadline - now))
            else:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(min(_STEP_S, deadline - now))

    def close(self) -> None:
        """Close every pipe."""
        for key in list(self._selector.get_map().values()):
            self._drop(key.fileobj)  # type: ignore[arg-type]
        self._selector.close()

    def _look(self, now: float) -> None:
        """End it where the caller has had enough, or where whoever watches it objects."""
        if self._stop is not None and self._stop.is_set():
            raise ToolStoppedError(f"'{self._name}' was stopped before it had ended")
        if self._watcher is not None and now - self._watched_at >= _WATCH_S:
            self._watched_at = now
            self._watcher(self._process.pid)

    def _step(self, wait_s: float) -> None:
        for key, _ in self._selector.select(wait_s):
            if key.data is None:
                self._write(key.fileobj)  # type: ignore[arg-type]
            else:
                self._read(key.fileobj, key.data)  # type: ignore[arg-type]

    def _write(self, pipe: IO[bytes]) -> None:
        try:
            written = os.write(pipe.fileno(), self._left[:_CHUNK_BYTES]) if self._left else 0
        except BlockingIOError:
            return
        except OSError:
            written = len(self._left)  # it does not want to hear the rest
        self._left = self._left[written:]
        if not self._left:
            self._drop(pipe)

    def _read(self, pipe: IO[bytes], sink: bytearray) -> None:
        try:
            chunk = os.read(pipe.fileno(), _CHUNK_BYTES)
        except BlockingIOError:
            return
        if not chunk:
            self._drop(pipe)
            return
        sink += chunk
        if len(self.output) + len(self.errors) > self._limit_bytes:
            raise ToolOutputError(
                f"'{self._name}' wrote more than {self._limit_bytes:,} bytes",
                hint="run it by hand to see what it writes",
            )

    def _watch(self, pipe: IO[bytes] | None, events: int, sink: bytearray | None) -> None:
        assert pipe is not None
        os.set_blocking(pipe.fileno(), False)
        self._selector.register(pipe, events, sink)

    def _drop(self, pipe: IO[bytes]) -> None:
        self._selector.unregister(pipe)
        pipe.close()


def _started(
    command: Sequence[str], environment: Mapping[str, str], folder: Path | None
) -> subprocess.Popen[bytes]:
    name = command[0]
    try:
        return subprocess.Popen(  # noqa: S603 - a list of arguments, never a shell
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(environment),
            cwd=folder,
            start_new_session=True,
            bufsize=0,
        )
    except FileNotFoundError as error:
        raise ToolMissingError(
            f"the program '{name}' is not installed", hint="install it, or correct PATH"
        ) from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise ToolMissingError(f"the program '{name}' cannot be run: {why}") from error


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Kill whatever is left of the process group, and take note of the end."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def fits(name: str, patterns: Iterable[str]) -> bool:
    """Say whether a name is one of those listed; those may end in ``*``."""
    return any(fnmatchcase(name, pattern) for pattern in patterns)
