"""Does work in copies of this process, so that what ends a copy costs one step of one job.

For libraries that may end the process on hostile input. A copy has everything that is loaded
already and costs some milliseconds; several of them share the work. What a copy is at is noted in
memory that both see, so that after its end the step is known, left out and reported, and another
copy takes over from there.
"""

import contextlib
import faulthandler
import gc
import mmap
import os
import selectors
import signal
import struct
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from hullmark.kernel import log

STEP_S: Final = 30.0
"""One step; ours take milliseconds."""
_LOSSES: Final = 20
"""Steps of one job that may be lost; then the job is given up."""
_WORTH_A_COPY: Final = 16
"""Jobs for which another copy pays."""
_COPIES: Final = 8
_HEAD: Final = struct.Struct("<QQ")
_NOWHERE: Final = (1 << 64) - 1

Work = Callable[[int, Callable[[int], None], frozenset[int]], bytes]
"""Does a job: its number, what tells the step that begins, steps to leave out → the answer."""


class Lost(NamedTuple):
    """A step that ended its copy."""

    step: int
    why: str


@dataclass(slots=True)
class Done:
    """One job: its answer, empty where it was given up, and the steps that were lost."""

    answer: bytes = b""
    lost: list[Lost] = field(default_factory=list)


@dataclass(slots=True)
class _Copy:
    jobs: list[int]
    seen: mmap.mmap
    process: int = 0
    pipe: int = -1
    held: bytearray = field(default_factory=bytearray)
    noted: tuple[int, int] = (_NOWHERE, _NOWHERE)
    noted_at: float = 0.0
    why: str = ""


def can_fork() -> bool:
    """Tell whether this system makes copies of processes."""
    return hasattr(os, "fork")


def each_forked(jobs: int, work: Work, *, step_s: float = STEP_S) -> list[Done]:
    """Return what ``work`` says of each of ``jobs``, done in copies of this process.

    What a step changes in memory is gone when its copy ends; answers alone come back.
    """
    done = [Done() for _ in range(jobs)]
    count = max(1, min(_processors(), _COPIES, jobs // _WORTH_A_COPY))
    with selectors.DefaultSelector() as selector:
        copies = [
            _Copy(jobs=list(range(each, jobs, count)), seen=mmap.mmap(-1, _HEAD.size))
            for each in range(count)
        ]
        try:
            for copy in copies:
                _start(copy, done, work, selector)
            while selector.get_map():
                for key, _ in selector.select(1.0):
                    _receive(key.data, done, work, selector)
                _stop_late(copies, step_s)
        finally:
            for copy in copies:
                _close(copy)
    return done


def _start(copy: _Copy, done: Sequence[Done], work: Work, selector: selectors.BaseSelector) -> None:
    copy.seen[:] = _HEAD.pack(_NOWHERE, _NOWHERE)
    copy.noted, copy.noted_at, copy.why = (_NOWHERE, _NOWHERE), time.monotonic(), ""
    copy.held.clear()
    copy.pipe, writing = os.pipe()
    with warnings.catch_warnings():
        # The copy of a process with threads has one thread, which takes none of their locks.
        warnings.simplefilter("ignore", DeprecationWarning)
        copy.process = os.fork()
    if not copy.process:
        os.close(copy.pipe)
        _serve(copy, done, work, writing)
    os.close(writing)
    selector.register(copy.pipe, selectors.EVENT_READ, copy)


def _serve(copy: _Copy, done: Sequence[Done], work: Work, writing: int) -> None:
    """Do the jobs of a copy, in it; never returns."""
    status = 70
    try:
        gc.freeze()
        faulthandler.disable()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        with os.fdopen(writing, "wb") as stream:
            for job in copy.jobs:
                copy.seen[:] = _HEAD.pack(job, _NOWHERE)
                left_out = frozenset(each.step for each in done[job].lost)
                answer = work(job, _noting(copy.seen, job), left_out)
                stream.write(_HEAD.pack(job, len(answer)) + answer)
                stream.flush()
        status = 0
    finally:
        os._exit(status)


def _noting(seen: mmap.mmap, job: int) -> Callable[[int], None]:
    def note(step: int) -> None:
        seen[:] = _HEAD.pack(job, step)

    return note


def _receive(copy: _Copy, done: list[Done], work: Work, selector: selectors.BaseSelector) -> None:
    data = os.read(copy.pipe, 1 << 20)
    copy.held += data
    for job, answer in _answers(copy.held):
        done[job].answer = answer
        copy.jobs.remove(job)
    if data:
        return
    selector.unregister(copy.pipe)
    status = _close(copy)
    if copy.jobs:
        _lose(copy, done, copy.why or _told(status))
    if copy.jobs:
        _start(copy, done, work, selector)


def _answers(held: bytearray) -> Iterator[tuple[int, bytes]]:
    while len(held) >= _HEAD.size:
        job, size = _HEAD.unpack_from(held)
        if len(held) < _HEAD.size + size:
            return
        yield job, bytes(held[_HEAD.size : _HEAD.size + size])
        del held[: _HEAD.size + size]


def _lose(copy: _Copy, done: list[Done], why: str) -> None:
    """Note what a copy was at when it ended; a job that loses too much is given up."""
    job, step = _HEAD.unpack(copy.seen[:])
    log.debug("forks.lost", job=job, step=step, why=why)
    if job not in copy.jobs:
        job = copy.jobs[0]
    lost = done[job].lost
    lost.append(Lost(step=step if step != _NOWHERE else -1, why=why))
    if step == _NOWHERE or len(lost) > _LOSSES:
        copy.jobs.remove(job)


def _stop_late(copies: Sequence[_Copy], step_s: float) -> None:
    now = time.monotonic()
    for copy in copies:
        noted = _HEAD.unpack(copy.seen[:]) if copy.process else copy.noted
        if noted != copy.noted:
            copy.noted, copy.noted_at = noted, now
        elif copy.process and now - copy.noted_at > step_s:
            copy.why = f"no answer within {step_s:g} seconds"
            os.kill(copy.process, signal.SIGKILL)


def _close(copy: _Copy) -> int:
    """End a copy, wait for it and return its status."""
    if not copy.process:
        return 0
    os.close(copy.pipe)
    with contextlib.suppress(ProcessLookupError):
        os.kill(copy.process, signal.SIGKILL)
    _, status = os.waitpid(copy.process, 0)
    copy.process = 0
    return status


def _told(status: int) -> str:
    number = os.waitstatus_to_exitcode(status)
    return f"the engine ended with status {number}"


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not every system has it
        return os.cpu_count() or 1
