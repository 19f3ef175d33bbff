"""What one layer says, as values: records by path, deletions, and the names it writes.

Facts do not depend on other layers, so they can be cached by the layer's verified digest;
``squash`` joins them into the image.
"""

from collections.abc import Callable, Iterator

import msgspec

from hullmark.native.catalogers.record import Record


class FileFacts(msgspec.Struct, frozen=True):
    """What one cataloger read in one file."""

    cataloger: str
    records: tuple[Record, ...]


class FactIssue(msgspec.Struct, frozen=True):
    """A file that could not be read."""

    path: str
    cause: str
    code: str = "HM2000"


class LayerFacts(msgspec.Struct):
    """Everything that later steps need to know of one layer."""

    files: dict[str, list[FileFacts]] = {}
    """By path; a later member of the same path replaces an earlier one."""
    whiteouts: list[str] = []
    """Paths that this layer deletes from lower layers."""
    opaques: list[str] = []
    """Folders whose lower content this layer hides."""
    names: list[bytes] = []
    """Compressed, NUL-joined paths of all members; folders end in ``/``."""
    issues: list[FactIssue] = []
    members: int = 0


def empty_facts() -> LayerFacts:
    """Return facts that say nothing, with containers of their own."""
    return LayerFacts(files={}, whiteouts=[], opaques=[], names=[], issues=[], members=0)


class NameLog:
    """Collects member names in compressed chunks: exact, and 5 MB become 0.5 MB."""

    _CHUNK_BYTES = 256 * 1024

    __slots__ = ("_chunks", "_compress", "_names", "_size")

    def __init__(self) -> None:
        self._names: list[str] = []
        self._size = 0
        self._chunks: list[bytes] = []
        self._compress = _compressor()

    def add(self, name: str) -> None:
        """Remember one name."""
        self._names.append(name)
        self._size += len(name)
        if self._size > self._CHUNK_BYTES:
            self._flush()

    def finish(self) -> list[bytes]:
        """Return the chunks."""
        if self._names:
            self._flush()
        return self._chunks

    def _flush(self) -> None:
        joined = "\0".join(self._names).encode("utf-8", "surrogateescape")
        self._chunks.append(self._compress(joined, 1))
        self._names = []
        self._size = 0


def names_in(chunks: list[bytes]) -> Iterator[list[str]]:
    """Yield the names of a ``NameLog``, a chunk at a time."""
    import zlib  # noqa: PLC0415 - only images of several layers come here

    for chunk in chunks:
        yield zlib.decompress(chunk).decode("utf-8", "surrogateescape").split("\0")


def _compressor() -> Callable[[bytes, int], bytes]:
    try:
        from isal import isal_zlib  # noqa: PLC0415 - optional on rare platforms
    except ImportError:
        import zlib  # noqa: PLC0415

        return zlib.compress
    compress: Callable[[bytes, int], bytes] = isal_zlib.compress
    return compress
