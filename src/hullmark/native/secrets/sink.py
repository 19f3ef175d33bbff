"""Takes the files of a layer as they stream by and hands on the secrets found in each."""

from collections.abc import Callable, Iterator
from typing import Protocol

from hullmark.native.secrets.hit import Hit
from hullmark.native.secrets.paths import Sense, sense_of
from hullmark.native.secrets.scanner import AHEAD_BYTES, BLOCK_BYTES, SecretScanner

_LEAST_BYTES = 12
"""Nothing shorter holds a secret."""
MOST_BYTES = 256 * 1024 * 1024
"""Text files beyond this are logs and data sets; reported as not read."""


class Wants(Protocol):
    """Tells whether a file is worth reading, from what is known before its content."""

    def __call__(self, path: str, size: int, head: bytes) -> bool:
        """Judge by path, size and first bytes."""


def wants(path: str, size: int, head: bytes) -> bool:
    """Tell text that may hold secrets: asked once per member, so the cheapest test comes first."""
    return (
        _LEAST_BYTES <= size <= MOST_BYTES
        and (b"\0" not in head or head[:2] in (b"\xff\xfe", b"\xfe\xff"))
        and sense_of(path) != Sense.NOTHING
    )


class SecretSink:
    """Gathers one file up to a block, then looks through it block by block."""

    __slots__ = ("_done", "_parts", "_path", "_scanner", "_size")

    def __init__(
        self, scanner: SecretScanner, path: str, done: Callable[[list[Hit]], None]
    ) -> None:
        self._scanner = scanner
        self._path = path
        self._done = done
        self._parts: list[bytes] = []
        self._size = 0

    def feed(self, piece: bytes) -> None:
        """Take the next piece."""
        self._parts.append(piece)
        self._size += len(piece)

    def close(self) -> None:
        """Look through the file and hand on what was found."""
        parts = self._parts
        if self._size <= 2 * BLOCK_BYTES + AHEAD_BYTES:
            hits = self._scanner.scan_bytes(
                self._path, parts[0] if len(parts) == 1 else b"".join(parts)
            )
        else:
            hits = self._scanner.scan_chunks(self._path, self._pieces())
        if hits:
            self._done(hits)

    def _pieces(self) -> Iterator[bytes]:
        yield from self._parts
