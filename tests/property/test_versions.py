"""Every scheme is a total order over whatever it accepts, and refuses the rest cleanly."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hullmark.versions.errors import InvalidVersionError
from hullmark.versions.key import MAX_LENGTH, Key
from hullmark.versions.scheme import SCHEMES, compare, key

_DIGITS = ["0", "1", "2", "10", "007", "-1", ".0", "-0", "-r1", "_p1", "_alpha2"]
_MARKS = [".", ".", "-", "_", "+", "~", "^", ":", "!", "#", " ", "\x00", "é", "²"]
_WORDS = ["a", "b", "x", "v", "p", "pl", "rc", "RC", "alpha", "beta", "pre", "dev", "post", "git"]
_STAGES = ["sp", "ga", "final", "snapshot", "go", "-beta", ".x", "-x"]
_PIECES = st.sampled_from([*_DIGITS, *_MARKS, *_WORDS, *_STAGES])
_VERSIONS = st.lists(_PIECES, max_size=9).map("".join) | st.text(max_size=12)
_SCHEMES = sorted(SCHEMES)


def _keys(scheme: str, versions: list[str]) -> list[tuple[Key, str]]:
    found = []
    for version in versions:
        try:
            found.append((key(scheme, version), version))
        except InvalidVersionError:
            continue
    return found


@pytest.mark.parametrize("scheme", _SCHEMES)
@settings(max_examples=150, deadline=None)
@given(versions=st.lists(_VERSIONS, min_size=3, max_size=12))
def test_keys_are_a_total_order(scheme: str, versions: list[str]) -> None:
    """Any two keys compare, exactly one of <, = and > holds."""
    keys = [found for found, _ in _keys(scheme, versions)]
    for first in keys:
        for second in keys:
            assert (first < second) + (first == second) + (first > second) == 1
            assert (first < second) == (second > first)
            if first == second:
                assert hash(first) == hash(second)
    ordered = sorted(keys)
    assert all(
        ordered[i] <= ordered[j] for i in range(len(ordered)) for j in range(i, len(ordered))
    )


@pytest.mark.parametrize("scheme", sorted(set(SCHEMES) - {"alpm", "packagist"}))
@settings(max_examples=60, deadline=None)
@given(versions=st.lists(_VERSIONS, min_size=2, max_size=6))
def test_compare_is_the_order_of_keys(scheme: str, versions: list[str]) -> None:
    """``compare`` says what the keys say, and turns around with its arguments."""
    found = _keys(scheme, versions)
    for first, left in found:
        for second, right in found:
            answer = compare(scheme, left, right)
            assert answer == (first > second) - (first < second)
            assert answer == -compare(scheme, right, left)


@pytest.mark.parametrize("scheme", ["alpm", "packagist"])
@settings(max_examples=60, deadline=None)
@given(left=_VERSIONS, right=_VERSIONS)
def test_own_comparisons_are_antisymmetric(scheme: str, left: str, right: str) -> None:
    """Where upstream has no order, its comparison still turns around with its arguments."""
    assert compare(scheme, left, right) == -compare(scheme, right, left)
    assert compare(scheme, left, left) == 0


@pytest.mark.parametrize("scheme", _SCHEMES)
@pytest.mark.parametrize(
    "piece",
    ["9", "1.", "1-", "0", "a", "1a", ".", "-", "~", "_p", "_alpha1", "+1", "0.", "-0", "(", "x-1"],
)
def test_long_versions_are_ordered_or_refused(scheme: str, piece: str) -> None:
    """The longest allowed version is answered, one character more is refused."""
    text = ("1" + piece * MAX_LENGTH)[:MAX_LENGTH]
    _keys(scheme, [text, text[:-1]])
    with pytest.raises(InvalidVersionError):
        key(scheme, text + "1")
    with pytest.raises(InvalidVersionError):
        key(scheme, piece * 1_000_000)
