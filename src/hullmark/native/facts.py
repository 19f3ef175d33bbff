"""What one layer says, as values: records by path, deletions, and the names it writes.

Facts do not depend on other layers, so they can be cached by the layer's verified digest;
``squash`` joins them into the image.
"""

from collections.abc import Callable, Iterator

import msgspec

from hullmark.native.catalogers.record import Record
from hullmark.native.secrets.hit import Hit


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
    secrets: dict[str, list[Hit]] = {}
    """Places of secrets by path, without their values."""
    marks: dict[str, str] = {}
    """Paths that checks of the image ask for, and why: see ``native.marks``."""
    texts: int = 0
    """Files that were looked through for secrets."""


def empty_facts() -> LayerFacts:
    """Return facts that say nothing, with containers of their own."""
    return LayerFacts(files={}, whiteouts=[], opaques=[], names=[], issues=[], secrets={}, marks={})


CHUNK_NAMES = 4096
"""Names held before they are compressed, some 300 kB."""


class NameLog:
    """Collects member names in compressed chunks: exact, and 5 MB become 0.5 MB."""

    __slots__ = ("_chunks", "_compress", "add", "names")

    def __init__(self) -> None:
        self.names: list[str] = []
        self.add = self.names.append
        """Remember one name: the list's own method, as it is called once per member."""
        self._chunks: list[bytes] = []
        self._compress = _compressor()

    def pack(self) -> None:
        """Compress what has been remembered, once it is much; to be called now and then."""
        if len(self.names) > CHUNK_NAMES:
            self._flush()

    def finish(self) -> list[bytes]:
        """Return the chunks."""
        if self.names:
            self._flush()
        return self._chunks

    def _flush(self) -> None:
        joined = "\0".join(self.names).encode("utf-8", "surrogateescape")
        self._chunks.append(self._compress(joined, 1))
        self.names.clear()


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
