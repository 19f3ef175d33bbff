"""Keeps what stands around byte strings in a file that streams by, and nothing else of it."""

from collections.abc import Callable

from hullmark.native.catalogers.record import Buffer

BEFORE_BYTES = 128
AFTER_BYTES = 384
"""Kept before and from the start of a byte string: versions stand right beside what names them."""
_HITS = 64
"""Windows kept per byte string and file; the telling ones come among the first."""
_PIECE_BYTES = 1024 * 1024
_SEPARATOR = b"\0\xff\xff\0"
"""Between two windows, so that no expression matches over both."""


class WindowSink:
    """Takes a file piece by piece and hands on its windows, joined, where there are any."""

    __slots__ = ("_anchors", "_done", "_kept", "_left", "_longest", "_next", "_tail", "_tail_at")

    def __init__(self, anchors: tuple[bytes, ...], done: Callable[[bytes], None]) -> None:
        self._anchors = anchors
        self._longest = max(map(len, anchors), default=0)
        self._done = done
        self._left = dict.fromkeys(anchors, _HITS)
        self._next = dict.fromkeys(anchors, 0)
        """Byte string → where in the file it is looked for next."""
        self._kept: list[bytes] = []
        self._tail = b""
        self._tail_at = 0

    def feed(self, piece: bytes) -> None:
        """Take the next piece; its last bytes wait for what follows them."""
        block = self._tail + piece
        ready = len(block) - AFTER_BYTES - self._longest
        if ready > 0:
            self._search(block, ready)
            start = max(0, ready - BEFORE_BYTES)
            block, self._tail_at = block[start:], self._tail_at + start
        self._tail = block

    def close(self) -> None:
        """Search what is left and hand on."""
        self._search(self._tail, len(self._tail))
        if self._kept:
            self._done(_SEPARATOR.join(self._kept))

    def _search(self, block: bytes, ready: int) -> None:
        """Keep the windows of what begins before ``ready``."""
        for anchor in self._anchors:
            at = self._next[anchor] - self._tail_at
            while self._left[anchor]:
                at = block.find(anchor, max(at, 0), ready + len(anchor) - 1)
                if at < 0:
                    break
                self._kept.append(block[max(0, at - BEFORE_BYTES) : at + AFTER_BYTES])
                self._left[anchor] -= 1
                at += AFTER_BYTES - self._longest
                self._next[anchor] = self._tail_at + at
            self._next[anchor] = max(self._next[anchor], self._tail_at + ready)


def windows_in(data: Buffer, anchors: tuple[bytes, ...]) -> bytes:
    """Return the windows of a file that is there as a whole."""
    found: list[bytes] = []
    sink = WindowSink(anchors, found.append)
    for at in range(0, len(data), _PIECE_BYTES):
        sink.feed(data[at : at + _PIECE_BYTES])
    sink.close()
    return b"".join(found)
