"""Builds the advisory database from feeds: whole or not at all, and only what changed anew."""

import contextlib
import gc
import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import msgspec

from hullmark import __version__
from hullmark.advisories.closing import close_groups, drop_older_copies
from hullmark.advisories.documents import (
    Document,
    Source,
    find_source,
    read_documents,
    sample_documents,
)
from hullmark.advisories.errors import FeedError, FeedNotHereError
from hullmark.advisories.feeds.end_of_life import own_dates
from hullmark.advisories.feeds.entry import Entry
from hullmark.advisories.feeds.osv import parse_osv
from hullmark.advisories.feeds.sniff import RANKS, SIDE_KINDS, SideFacts, sniff
from hullmark.advisories.layout import Meta, SourceFacts
from hullmark.advisories.previous import Previous, find_previous
from hullmark.advisories.reading import (
    Advisories,
    Message,
    Packages,
    Problems,
    Summary,
    read_source,
)
from hullmark.advisories.record import SCHEMA, Text
from hullmark.advisories.replacement import replacement, unwritable
from hullmark.advisories.report import BuildReport, SourceReport
from hullmark.advisories.rows import encode, trained_dictionary
from hullmark.advisories.workers import are_worthwhile, read_in_processes
from hullmark.advisories.writer import DatabaseWriter
from hullmark.kernel import clock, log
from hullmark.ports.progress import SILENT, Progress

SAMPLES_PER_SOURCE = 400
"""Records of each source that the compression dictionary is trained on."""
SNIFFED_DOCUMENTS = 50
"""Documents of a source looked at to tell its kind."""

CARRIED_KINDS = frozenset(RANKS) - SIDE_KINDS - {"mixed"}
"""Kinds whose rows can be taken over; the others are small and are read on every build."""

_LIST_KINDS = frozenset({"debian-advisories", "debian-issues"})


@dataclass(slots=True)
class _Planned:
    source: Source
    kind: str
    name: str
    carried_from: int | None = None


@dataclass(slots=True)
class _Build:
    writer: DatabaseWriter
    report: BuildReport
    progress: Progress
    side: SideFacts = field(default_factory=SideFacts)
    facts: dict[int, SourceFacts] = field(default_factory=dict)
    planned: dict[int, _Planned] = field(default_factory=dict)
    reports: dict[int, SourceReport] = field(default_factory=dict)

    def begin(self, number: int, one: _Planned) -> None:
        """Open the report of a source."""
        self.planned[number] = one
        report = SourceReport(name=one.name, kind=one.kind, location=one.source.location)
        self.reports[number] = report
        self.report.sources.append(report)

    def receive(self, number: int, message: Message) -> None:
        """Take in what a reader sends."""
        match message:
            case Advisories():
                self.writer.put_advisories(number, message.rows)
                self.progress.advance(len(message.rows))
            case Packages():
                self.writer.put_packages(number, message.rows)
            case Problems():
                for name, cause in message.rows:
                    self.report.add_issue(self.reports[number], name, cause)
            case Summary():
                self._end(number, message)

    def _end(self, number: int, summary: Summary) -> None:
        one, report = self.planned[number], self.reports[number]
        one.kind = summary.kinds[0] if len(summary.kinds) == 1 else "mixed"
        side_rows = sum(self.side.rows.pop(kind, 0) for kind in SIDE_KINDS)
        report.records = summary.records + side_rows
        one.name = _name(one.source, one.kind)
        report.kind, report.name = one.kind, one.name
        report.withdrawn = summary.withdrawn
        report.ignored, report.ignored_count = summary.ignored, summary.ignored_count
        today = clock.now().date().isoformat()
        dated = summary.newest or self.side.dates.get(one.kind, "") or one.source.dated
        report.dated = min(dated[:10], today)
        self.facts[number] = SourceFacts(
            name=one.name,
            kind=one.kind,
            location=one.source.location,
            digest=one.source.digest,
            etag=one.source.etag,
            dated=report.dated,
            records=report.records,
            withdrawn=report.withdrawn,
            issues=report.issue_count,
        )


def build_database(
    sources: Sequence[str | Source],
    path: Path,
    *,
    matching_only: bool = False,
    incremental: bool = True,
    progress: Progress = SILENT,
) -> BuildReport:
    """Build the database at ``path`` from files, folders and archives of feeds.

    Sources that have not changed since the database at ``path`` was built are taken over from it.
    The old database stays as it is until the new one is complete.

    Args:
        sources: Locations, or sources already found.
        path: Where the database is to stand.
        matching_only: Leave out summaries, descriptions and links.
        incremental: Take over what has not changed.
        progress: Told what is being read.

    Raises:
        FeedError: A source is missing, unreadable or of no known kind.
        FeedTooLargeError: A source breaks a bound.
        DatabaseWriteError: The database cannot be written.
    """
    if not sources:
        raise FeedError("no source of advisories is named", hint="hullmark db build SOURCE…")
    with _paused_collector():
        previous = find_previous(path, texts=not matching_only) if incremental else None
        planned = _plan(sources, previous, progress)
        if previous is not None:
            _carry_unchanged(planned, previous)
        _require_files(planned)
        try:
            with replacement(path) as new:
                report = _write(planned, previous, new, path, not matching_only, progress)
                report.size_bytes = new.stat().st_size
        except sqlite3.Error as error:
            raise unwritable(path, str(error)) from error
    log.info("advisories.built", path=str(path), advisories=report.advisories)
    return report


def _plan(
    sources: Sequence[str | Source], previous: Previous | None, progress: Progress
) -> list[_Planned]:
    progress.stage("looking at the sources")
    planned = []
    for given in dict.fromkeys(sources):
        source = given if isinstance(given, Source) else find_source(given)
        known = previous.unchanged(source.location, source.digest) if previous else None
        if previous is not None and known is not None:
            kind = previous.facts[known].kind
        else:
            kind = _kind(source)
        planned.append(_Planned(source, kind, _name(source, kind)))
    planned.sort(key=lambda one: RANKS[one.kind])
    return planned


def _kind(source: Source) -> str:
    kinds: set[str] = set()
    for number, document in enumerate(read_documents(source)):
        if isinstance(document, Document) and (kind := sniff(document)):
            kinds.add(kind)
        if len(kinds) > 1 or (number >= SNIFFED_DOCUMENTS and kinds):
            break
        if kinds == {"osv"} and document.name.count("/") == 0:
            break  # a dump: every member is a record, and others are told apart on reading
    if not kinds:
        raise FeedError(
            f"'{source.location}' is no advisory feed that is known",
            hint="known are OSV, the Debian tracker, Alpine secdb, EPSS, KEV and endoflife.date",
        )
    return kinds.pop() if len(kinds) == 1 else "mixed"


def _name(source: Source, kind: str) -> str:
    if kind not in {"osv", "mixed"}:
        return kind
    stem = Path(source.location.rstrip("/")).name.removesuffix(".zip").removesuffix(".json")
    if stem in {"all", "osv"}:
        stem = Path(source.location).parent.name
    return f"osv-{stem}" if kind == "osv" else stem


def _carry_unchanged(planned: list[_Planned], previous: Previous) -> None:
    """Mark what can be taken over: same bytes, and no newer copy elsewhere has changed."""
    for one in planned:
        number = previous.unchanged(one.source.location, one.source.digest)
        if number is not None and previous.facts[number].kind in CARRIED_KINDS:
            one.carried_from = number
    lists = [one for one in planned if one.kind in _LIST_KINDS]
    before = previous.count(_LIST_KINDS)
    if any(one.carried_from is None for one in lists) or len(lists) != before:
        for one in lists:
            one.carried_from = None
    fresh = {one.source.location for one in planned if one.carried_from is not None}
    for one in planned:
        if one.carried_from is not None and not fresh.issuperset(
            previous.facts[one.carried_from].shadowed_by
        ):
            one.carried_from = None


def _require_files(planned: list[_Planned]) -> None:
    for one in planned:
        if one.carried_from is None and not one.source.path.exists():
            raise FeedNotHereError(f"'{one.source.location}' has to be fetched again")


def _write(
    planned: list[_Planned],
    previous: Previous | None,
    new: Path,
    path: Path,
    texts: bool,  # noqa: FBT001 - private
    progress: Progress,
) -> BuildReport:
    carrying = previous is not None and any(one.carried_from is not None for one in planned)
    if carrying and previous is not None:
        dictionary = previous.dictionary
    else:
        dictionary = _dictionary(planned) if texts else b""
    writer = DatabaseWriter(new, texts=texts, dictionary=dictionary)
    try:
        if carrying and previous is not None:
            writer.attach(previous.path, previous.scores)
        build = _Build(writer, BuildReport(path=path), progress)
        build.side.end_of_life.update(own_dates())
        pending: list[tuple[int, _Planned]] = []
        for number, one in enumerate(planned, 1):
            if one.carried_from is not None and previous is not None:
                _take_over(build, number, one, previous)
            else:
                pending.append((number, one))
        _read(build, pending, dictionary if texts else None)
        _close(build, planned, kind="full" if texts else "matching")
    finally:
        writer.close()
    return build.report


def _take_over(build: _Build, number: int, one: _Planned, previous: Previous) -> None:
    assert one.carried_from is not None
    build.progress.stage(f"taking over {one.name}")
    before = previous.facts[one.carried_from]
    build.writer.carry(one.carried_from, number)
    facts = msgspec.structs.replace(
        before, location=one.source.location, etag=one.source.etag or before.etag
    )
    build.facts[number] = facts
    build.report.sources.append(
        SourceReport(
            name=facts.name,
            kind=facts.kind,
            location=facts.location,
            records=facts.records,
            withdrawn=facts.withdrawn,
            dated=facts.dated,
            carried=True,
        )
    )


def _read(build: _Build, pending: list[tuple[int, _Planned]], dictionary: bytes | None) -> None:
    """Read what is not carried over: OSV sources side by side, the others in order of trust."""
    for number, one in pending:
        build.begin(number, one)
    jobs = [(number, one.source) for number, one in pending if one.kind == "osv"]
    if are_worthwhile(jobs):
        build.progress.stage(f"reading {len(jobs)} OSV sources")
        if read_in_processes(jobs, dictionary=dictionary, receive=build.receive):
            pending = [(number, one) for number, one in pending if one.kind != "osv"]
    for number, one in pending:
        build.progress.stage(f"reading {one.name}")
        read_source(
            one.source,
            one.kind,
            build.side,
            dictionary=dictionary,
            emit=partial(build.receive, number),
        )


def _close(build: _Build, planned: list[_Planned], *, kind: str) -> None:
    build.progress.stage("closing alias groups")
    writer, report = build.writer, build.report
    kinds = {number: one.kind for number, one in enumerate(planned, 1)}
    shadows = drop_older_copies(writer, kinds)
    for identifier in close_groups(writer, build.side):
        report.add_issue(report.sources[0], identifier, "its alias group is too large and was cut")
    for number, facts in build.facts.items():
        by = tuple(sorted(planned[other - 1].source.location for other in shadows.get(number, ())))
        known = tuple(sorted({*facts.shadowed_by, *by}))
        writer.put_source(number, msgspec.structs.replace(facts, shadowed_by=known))
    writer.put_end_of_life(build.side.end_of_life)
    count = writer.connection.execute
    (report.advisories,) = count("SELECT count(DISTINCT id) FROM advisory").fetchone()
    (report.packages,) = count(
        "SELECT count(*) FROM (SELECT DISTINCT ecosystem, name FROM affected)"
    ).fetchone()
    report.built_at = clock.now().isoformat().replace("+00:00", "Z")
    report.digest = _digest(planned, kind)
    writer.finish(
        Meta(
            schema=SCHEMA,
            kind=kind,
            built_at=report.built_at,
            digest=report.digest,
            tool=f"hullmark {__version__}",
            advisories=report.advisories,
            packages=report.packages,
        )
    )


def _digest(planned: list[_Planned], kind: str) -> str:
    digest = hashlib.sha256(f"{SCHEMA} {kind}\n".encode())
    for one in sorted(planned, key=lambda p: p.source.digest):
        digest.update(one.source.digest.encode() + b"\n")
    return f"sha256:{digest.hexdigest()}"


def _dictionary(planned: list[_Planned]) -> bytes:
    samples: list[bytes] = []
    for one in planned:
        if one.kind != "osv":
            continue
        for document in sample_documents(one.source, SAMPLES_PER_SOURCE):
            with contextlib.suppress(msgspec.MsgspecError, RecursionError):
                for entry in parse_osv(document.name, document.data):
                    if isinstance(entry, Entry):
                        text = Text(entry.summary, entry.details, entry.references)
                        samples.append(encode(text))
    return trained_dictionary(samples)


@contextlib.contextmanager
def _paused_collector() -> Iterator[None]:
    """Stop the cycle collector: a build makes millions of values and no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
