"""Reads one source into messages for the writer: plain bytes, so that a process can send them."""

from collections.abc import Callable
from typing import TypeAlias

import msgspec

from hullmark.advisories.documents import Document, Source, Unread, read_documents
from hullmark.advisories.feeds.entry import Bad, Entry, Withdrawn
from hullmark.advisories.feeds.osv import is_missing_id, parse_osv
from hullmark.advisories.feeds.sniff import SIDE_KINDS, SideFacts, parse_document, sniff
from hullmark.advisories.record import Score, Text
from hullmark.advisories.rows import PackageCodec, TextCodec, encode
from hullmark.kernel import clock

BATCH_ROWS = 500
"""Advisories per message."""
LISTED_IGNORED = 20
"""Names kept of documents that are no feed (a README beside the records)."""


class AdvisoryRow(msgspec.Struct, array_like=True, gc=False):
    """One advisory on its way to the writer."""

    id: str
    links: tuple[str, ...]
    covers: tuple[str, ...]
    scores: tuple[Score, ...]
    cwes: tuple[str, ...]
    published: str
    modified: str
    text: bytes | None


PackageRow: TypeAlias = tuple[str, str, bytes]
"""Ecosystem, name, packed entries."""


class Advisories(msgspec.Struct, tag="a", gc=False):
    """A batch of advisories."""

    rows: list[AdvisoryRow]


class Packages(msgspec.Struct, tag="p", gc=False):
    """A batch of packages."""

    rows: list[PackageRow]


class Problems(msgspec.Struct, tag="i", gc=False):
    """Parts that could not be used: name and cause."""

    rows: list[tuple[str, str]]


class Summary(msgspec.Struct, tag="s", kw_only=True, gc=False):
    """The end of a source."""

    records: int
    kinds: list[str]
    """Kinds of the documents met."""
    withdrawn: int
    documents: int
    newest: str
    ignored: list[str]
    ignored_count: int


Message: TypeAlias = Advisories | Packages | Problems | Summary
Emit: TypeAlias = Callable[[Message], None]


class SourceReader:
    """Collects what one source says, so that each package becomes one row."""

    def __init__(self, source: Source, kind: str, side: SideFacts, codec: TextCodec | None) -> None:
        self._source = source
        self._kind = kind
        self._side = side
        self._texts = codec
        self._packages: dict[tuple[str, str], list[bytes]] = {}
        self._rows: list[AdvisoryRow] = []
        self._problems: list[tuple[str, str]] = []
        self._met: set[str] = set()
        self._kinds: set[str] = {kind}
        self._now = clock.now().isoformat()
        self._summary = Summary(
            records=0, kinds=[], withdrawn=0, documents=0, newest="", ignored=[], ignored_count=0
        )

    def read(self, emit: Emit) -> None:
        """Send everything the source has, the summary last.

        Raises:
            FeedError: The source as a whole cannot be read.
            FeedTooLargeError: It breaks a bound.
        """
        for document in read_documents(self._source):
            self._summary.documents += 1
            if isinstance(document, Unread):
                self._problems.append((document.name, document.cause))
            else:
                self._read(document)
            if len(self._rows) >= BATCH_ROWS:
                self._flush(emit)
        self._flush(emit)
        self._send_packages(emit)
        self._summary.records = len(self._met)
        self._summary.kinds = sorted(self._kinds)
        emit(self._summary)

    def _read(self, document: Document) -> None:
        try:
            if self._kind == "osv" and document.data.lstrip()[:1] == b"{":
                self._read_record(document)
                return
            self._read_other(document)
        except (msgspec.MsgspecError, RecursionError, ValueError) as error:
            self._problems.append((document.name, f"not readable: {error}"))

    def _read_record(self, document: Document) -> None:
        try:
            for entry in parse_osv(document.name, document.data):
                self._add(entry)
        except msgspec.ValidationError as error:
            if not is_missing_id(error):
                raise
            self._read_other(document)

    def _read_other(self, document: Document) -> None:
        kind = sniff(document)
        if not kind:
            self._ignore(document.name)
        elif self._kind == "osv" and kind in SIDE_KINDS:
            # Dumps are read in other processes, which know nothing of the rest of the data.
            cause = f"a feed of kind {kind} among OSV records: name it as a source of its own"
            self._problems.append((document.name, cause))
        else:
            self._kinds.add(kind)
            for entry in parse_document(document, kind, self._side):
                self._add(entry)

    def _add(self, entry: Entry | Withdrawn | Bad) -> None:
        if isinstance(entry, Entry):
            self._add_entry(entry)
        elif isinstance(entry, Withdrawn):
            self._summary.withdrawn += 1
        else:
            self._problems.append((entry.name, entry.cause))

    def _add_entry(self, entry: Entry) -> None:
        if entry.id not in self._met:
            self._met.add(entry.id)
            # Publishers mistype years: a record from the future says nothing about the data's age.
            if entry.modified <= self._now:
                self._summary.newest = max(self._summary.newest, entry.modified)
            self._rows.append(self._row(entry))
        if entry.problems:
            self._problems.extend((entry.id, problem) for problem in entry.problems)
        packages = self._packages
        for ecosystem, name, affected in entry.packages:
            key = (ecosystem, name)
            if key in packages:
                packages[key].append(encode(affected))
            else:
                packages[key] = [encode(affected)]

    def _row(self, entry: Entry) -> AdvisoryRow:
        text = None
        if self._texts is not None and (entry.summary or entry.details or entry.references):
            text = self._texts.compress(Text(entry.summary, entry.details, entry.references))
        return AdvisoryRow(
            entry.id,
            entry.links,
            entry.covers,
            entry.scores,
            entry.cwes,
            entry.published,
            entry.modified,
            text,
        )

    def _ignore(self, name: str) -> None:
        self._summary.ignored_count += 1
        if len(self._summary.ignored) < LISTED_IGNORED:
            self._summary.ignored.append(name)

    def _flush(self, emit: Emit) -> None:
        if self._rows:
            emit(Advisories(self._rows))
            self._rows = []
        if self._problems:
            emit(Problems(self._problems))
            self._problems = []

    def _send_packages(self, emit: Emit) -> None:
        codec = PackageCodec()
        batch: list[PackageRow] = []
        for ecosystem, name in sorted(self._packages):
            entries = self._packages.pop((ecosystem, name))
            batch.append((ecosystem, name, codec.pack(entries)))
            if len(batch) >= BATCH_ROWS:
                emit(Packages(batch))
                batch = []
        emit(Packages(batch))


def read_source(
    source: Source, kind: str, side: SideFacts, *, dictionary: bytes | None, emit: Emit
) -> None:
    """Read a source; ``dictionary`` is ``None`` where texts are not wanted."""
    codec = None if dictionary is None else TextCodec(dictionary)
    SourceReader(source, kind, side, codec).read(emit)
