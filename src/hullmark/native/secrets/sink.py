"""Takes the files of a layer as they stream by and hands on the secrets found in each."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from hullmark.kernel import limits
from hullmark.native.secrets.hit import Hit
from hullmark.native.secrets.paths import Sense, sense_of

if TYPE_CHECKING:
    from hullmark.native.secrets.scanner import SecretScanner, Stream

_LEAST_BYTES = 12
"""Nothing shorter holds a secret."""
MOST_BYTES = limits.WANTED_FILE_BYTES
"""Text files beyond this are logs and data sets; reported as not read."""
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_GZIP = b"\x1f\x8b"
_NOTHING = Sense.NOTHING
_SYSTEM = Sense.SYSTEM


class Wants(Protocol):
    """Tells whether a file is worth reading, from what is known before its content."""

    def __call__(self, path: str, size: int, head: bytes) -> bool:
        """Judge by path, size and first bytes."""


def wants(path: str, size: int, head: bytes) -> bool:
    """Tell text that may hold secrets: asked once per member, so the cheapest test comes first."""
    if size < _LEAST_BYTES:
        return False
    if b"\0" in head or head[:2] == _GZIP:
        if head[:2] == _GZIP:
            return path.endswith(".gz") and sense_of(path) < _SYSTEM
        if head[:2] not in _WIDE:
            return False
    return sense_of(path) != _NOTHING


class SecretReader:
    """Makes the sinks of one scan; the matcher is imported when the first text comes by."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._scanner: SecretScanner | None = None

    def sink(self, path: str, done: Callable[[list[Hit]], None]) -> "SecretSink":
        """Return a sink that hands what it finds in ``path`` to ``done``."""
        return SecretSink(self.scanner(), path, done)

    def scanner(self) -> "SecretScanner":
        """Return the matcher of this scan."""
        found = self._scanner
        if found is None:
            from hullmark.native.secrets.scanner import SecretScanner  # noqa: PLC0415 - 30 ms

            # Two threads may come here at once; both make one, over the same engine.
            found = self._scanner = SecretScanner(self._key)
        return found


class SecretSink:
    """Looks through one file: at once where it comes in one piece, else block by block."""

    __slots__ = ("_done", "_first", "_path", "_scanner", "_stream")

    def __init__(
        self, scanner: "SecretScanner", path: str, done: Callable[[list[Hit]], None]
    ) -> None:
        self._scanner = scanner
        self._path = path
        self._done = done
        self._first: bytes | None = None
        self._stream: Stream | None = None

    def feed(self, piece: bytes) -> None:
        """Take the next piece."""
        if self._stream is not None:
            self._stream.feed(piece)
        elif self._first is None:
            self._first = piece
        else:
            from hullmark.native.secrets.scanner import Stream  # noqa: PLC0415 - is loaded

            self._stream = Stream(self._scanner, self._path)
            self._stream.feed(self._first)
            self._stream.feed(piece)
            self._first = b""

    def close(self) -> None:
        """Look through the rest of the file and hand on what was found."""
        if self._stream is not None:
            hits = self._stream.finish()
        else:
            hits = self._scanner.scan_bytes(self._path, self._first or b"")
        if hits:
            self._done(hits)
