"""The ways in which a system starts a pipeline, and when something runs that has a condition."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hullmark.audit.triggers import Moments
from hullmark.model.audit import Event

Judge = Callable[["Start"], bool | None]
"""Returns whether a condition holds in a situation; ``None`` where only a run knows."""


@dataclass(frozen=True, slots=True)
class Start:
    """One way to be started."""

    event: Event
    branch: str = ""
    """Of what is built; empty for tags and pull requests."""
    sure: bool = True


MAIN = "main"
DEFAULT_BRANCHES = ("main", "master", "trunk")
PUSH = Start(Event.PUSH, MAIN)
PUSH_ELSEWHERE = Start(Event.PUSH, "feature/x")
PULL_REQUEST = Start(Event.PULL_REQUEST)
SCHEDULE = Start(Event.SCHEDULE, MAIN)
TAG = Start(Event.RELEASE)


def moments_in(starts: Iterable[Start], *conditions: Judge) -> Moments:
    """Return when something runs that needs all conditions."""
    moments: Moments = {}
    for start in starts:
        said = [each(start) for each in conditions]
        if False in said:
            continue
        sure = start.sure and None not in said
        moments[start.event] = moments.get(start.event, False) or sure
    return moments


def every(said: Iterable[bool | None]) -> bool | None:
    """Return whether all hold, where that can be told."""
    found = list(said)
    if False in found:
        return False
    return None if None in found else True


def some(said: Iterable[bool | None]) -> bool | None:
    """Return whether one holds, where that can be told."""
    found = list(said)
    if True in found:
        return True
    return None if None in found else False


def turned(said: bool | None) -> bool | None:  # noqa: FBT001 - the value itself
    """Return the opposite of what can be told."""
    return None if said is None else not said
