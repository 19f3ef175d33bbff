"""What stands around byte strings is kept, wherever the pieces of a file are cut."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from hullmark.native.windows import AFTER_BYTES, BEFORE_BYTES, WindowSink, windows_in


def _windows(anchors: tuple[bytes, ...], *pieces: bytes) -> bytes:
    found: list[bytes] = []
    sink = WindowSink(anchors, found.append)
    for piece in pieces:
        sink.feed(piece)
    sink.close()
    return b"".join(found)


def test_windows_reach_before_and_after() -> None:
    """So many bytes of what precedes the byte string, so many from its start."""
    data = b"a" * 5000 + b"needle" + b"b" * 5000
    wanted = b"a" * BEFORE_BYTES + b"needle" + b"b" * (AFTER_BYTES - 6)
    assert _windows((b"needle",), data) == wanted
    assert _windows((b"absent",), data) == b""


def test_number_of_windows_is_bounded() -> None:
    """A file full of the byte string is not kept."""
    assert len(windows_in(b"ab" * 4_000_000, (b"ab",))) < 64 * (BEFORE_BYTES + AFTER_BYTES + 8)


@given(
    st.lists(st.sampled_from([b"x", b"needle", b"nee", b"dle", b"pin", b"y" * 300]), max_size=60),
    st.lists(st.integers(0, 4000), max_size=20),
)
def test_pieces_make_no_difference(parts: list[bytes], cuts: list[int]) -> None:
    """A byte string over the border of two pieces is found all the same."""
    data = b"".join(parts)
    anchors = (b"needle", b"pin")
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    pieces = [data[start:end] for start, end in itertools.pairwise(edges)]
    found = _windows(anchors, *pieces)
    for anchor in anchors:
        assert (anchor in found) == (anchor in data)
    assert sorted(found.split(b"\0\xff\xff\0")) == sorted(
        _windows(anchors, data).split(b"\0\xff\xff\0")
    )
