"""Work in copies of this process: answers come back, what ends a copy is known and left out."""

import os
import signal
import time
from collections.abc import Callable

import pytest

from hullmark.kernel.forks import can_fork, each_forked

pytestmark = pytest.mark.skipif(not can_fork(), reason="this system makes no copies of processes")

Note = Callable[[int], None]


def test_answers_come_back_in_order() -> None:
    """Every job has its own answer, however many copies there are and however long it is."""
    done = each_forked(100, lambda job, _note, _lost: b"x" * job * 1000)
    assert [len(each.answer) for each in done] == [job * 1000 for job in range(100)]
    assert not any(each.lost for each in done)


def test_a_step_that_ends_the_process_is_left_out() -> None:
    """The other steps of the job and all other jobs are done; the step says how it ended."""

    def work(job: int, note: Note, lost: frozenset[int]) -> bytes:
        for step in range(3):
            if step not in lost:
                note(step)
                if (job, step) == (1, 2):
                    os.abort()
        return bytes([3 - len(lost)])

    done = each_forked(3, work)
    assert [each.answer for each in done] == [b"\3", b"\2", b"\3"]
    assert [(lost.step, lost.why) for lost in done[1].lost] == [
        (2, f"the engine ended with status {-signal.SIGABRT}")
    ]


def test_a_step_that_never_ends_is_stopped() -> None:
    """What takes too long is lost like what ends its copy."""

    def work(_job: int, note: Note, lost: frozenset[int]) -> bytes:
        if not lost:
            note(0)
            time.sleep(60)
        return b"rest"

    (done,) = each_forked(1, work, step_s=0.5)
    assert done.answer == b"rest"
    assert done.lost[0].why == "no answer within 0.5 seconds"


def test_a_job_that_fails_outside_of_any_step_is_given_up() -> None:
    """It has no answer and one loss; the job after it is done."""

    def work(job: int, _note: Note, _lost: frozenset[int]) -> bytes:
        return bytes([10 // job])

    done = each_forked(2, work)
    assert [each.answer for each in done] == [b"", b"\12"]
    assert [len(each.lost) for each in done] == [1, 0]


def test_no_jobs() -> None:
    """Nothing to do needs no copy."""
    assert each_forked(0, lambda _job, _note, _lost: b"") == []
