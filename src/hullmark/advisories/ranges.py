"""OSV's events as intervals."""

import re
from collections.abc import Iterable, Sequence

from hullmark.advisories.record import Range

Event = tuple[str, str]
"""Kind (``introduced``, ``fixed``, ``last_affected``) and version."""

_PART = re.compile(r"\d+|[a-z]+")
_UPPER_BOUND = re.compile(r"^\s*(<=?)\s*([^\s,]+)\s*$")


def to_ranges(events: Sequence[Event], ecosystem: str = "") -> tuple[tuple[Range, ...], bool]:
    """Return the intervals that the events mean, and whether they were in plain order.

    OSV asks for ascending events. Where openings and closings do not alternate as written, they
    are brought into the ecosystem's order first and what is said twice is dropped, as OSV's own
    algorithm does.
    """
    plain = _alternates(events)
    if not plain:
        events = _in_order(events, ecosystem)
    return tuple(_paired(events)), plain


def bounded(ranges: tuple[Range, ...], last_known: str) -> tuple[Range, ...]:
    """Close the only open range with GitHub's "last known affected" bound (``<= 1.2``)."""
    bound = _UPPER_BOUND.match(last_known)
    if bound is None or len(ranges) != 1 or ranges[0].fixed or ranges[0].last_affected:
        return ranges
    operator, version = bound.groups()
    start = ranges[0].introduced
    if operator == "<":
        return (Range(start, version),)
    return (Range(start, "", version),)


def merged(first: tuple[Range, ...], second: Iterable[Range]) -> tuple[Range, ...]:
    """Return both sets of ranges without repetitions."""
    return tuple(dict.fromkeys((*first, *second)))


def _alternates(events: Sequence[Event]) -> bool:
    opened = False
    for kind, _ in events:
        if (kind == "introduced") == opened:
            return False
        opened = not opened
    return True


def _paired(events: Sequence[Event]) -> Iterable[Range]:
    start: str | None = None
    for kind, version in events:
        if kind == "introduced":
            if start is None:
                start = version
        elif start is not None:
            yield Range(start, version) if kind == "fixed" else Range(start, "", version)
            start = None
    if start is not None:
        yield Range(start)


def _in_order(events: Sequence[Event], ecosystem: str) -> list[Event]:
    from hullmark.versions.errors import InvalidVersionError  # noqa: PLC0415 - 1 record in 1,000
    from hullmark.versions.scheme import key, scheme_of  # noqa: PLC0415

    scheme = scheme_of(ecosystem)
    try:
        return sorted(
            events,
            # At one version the end comes before the start: what starts there stays affected.
            key=lambda event: (
                (0, None, 0)
                if event[1] == "0"
                else (1, key(scheme, event[1]), event[0] == "introduced")
            ),
        )
    except (InvalidVersionError, TypeError):
        return sorted(events, key=_position)


def _position(event: Event) -> tuple[list[tuple[int, int, str]], int]:
    kind, version = event
    if version == "0":
        return [], 0
    parts = [
        (1, int(part), "") if part.isdigit() else (0, 0, part)
        for part in _PART.findall(version.lower()[:256])
    ]
    return parts, 1 if kind == "introduced" else 0
