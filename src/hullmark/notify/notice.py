"""What people are told: a title and a few lines of plain text."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

import msgspec

_LINES: Final = 10
_CHARACTERS: Final = 200


class Event(StrEnum):
    """What can be told; ``[notify] on`` chooses."""

    NEW_CRITICAL = "new-critical"
    """Critical findings that the baseline has not; without a baseline, all."""
    SLA_BROKEN = "sla-broken"
    """A fix is older than ``[gate] sla`` allows for its severity."""
    INCOMPLETE = "incomplete"
    """Something could not be looked at."""
    FAIL = "fail"
    """The verdict is fail."""


EVENTS: Final = tuple(each.value for each in Event)
DEFAULT_EVENTS: Final = (Event.NEW_CRITICAL.value, Event.SLA_BROKEN.value, Event.INCOMPLETE.value)


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """One event with what it is about."""

    event: Event
    summary: str
    """``2 new critical findings``."""
    details: tuple[str, ...]
    """One line each."""


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent."""

    title: str
    body: str


def write_notice(happenings: Sequence[Happening], *, targets: Sequence[str]) -> Notice:
    """Return the message; long lists are cut and counted."""
    subject = ", ".join(targets[:3]) + (f" and {len(targets) - 3} more" if len(targets) > 3 else "")
    lines: list[str] = []
    for each in happenings:
        lines.append(f"{each.summary}:" if each.details else each.summary)
        lines += [f"- {line[:_CHARACTERS]}" for line in each.details[:_LINES]]
        if (rest := len(each.details) - _LINES) > 0:
            lines.append(f"- and {rest:,} more")
        lines.append("")
    summary = "; ".join(each.summary for each in happenings)
    return Notice(
        title=f"Hullmark: {summary} in {subject}"[:_CHARACTERS], body="\n".join(lines).strip()
    )
