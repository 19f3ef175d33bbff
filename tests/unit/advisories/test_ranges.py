"""Events become intervals."""

import pytest

from hullmark.advisories.ranges import bounded, to_ranges
from hullmark.advisories.record import Range


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([("introduced", "0"), ("fixed", "1")], (Range("0", "1"),)),
        ([("introduced", "1")], (Range("1"),)),
        (
            [("introduced", "1"), ("fixed", "2"), ("introduced", "3"), ("last_affected", "4")],
            (Range("1", "2"), Range("3", "", "4")),
        ),
        (
            [("introduced", "0"), ("introduced", "4.0"), ("fixed", "4.1"), ("fixed", "3.2")],
            (Range("0", "3.2"), Range("4.0", "4.1")),
        ),
        ([("fixed", "2"), ("introduced", "10")], (Range("10"),)),
        ([], ()),
        ([("fixed", "2")], ()),
    ],
)
def test_events_pair_up(events: list[tuple[str, str]], expected: tuple[Range, ...]) -> None:
    """Openings and closings pair up, in version order even where they were written in another."""
    assert to_ranges(events, "PyPI")[0] == expected


def test_last_known_bound_closes_an_open_range() -> None:
    """GitHub's "<= 1.2" beside an open range is its end."""
    assert bounded((Range("0"),), "<= 1.2") == (Range("0", "", "1.2"),)
    assert bounded((Range("0"),), "< 1.2") == (Range("0", "1.2"),)
    assert bounded((Range("0", "1.0"),), "<= 1.2") == (Range("0", "1.0"),)
    assert bounded((Range("0"),), "nonsense") == (Range("0"),)
