"""Which feed a document belongs to, told by its content."""

from dataclasses import dataclass, field

import msgspec

from hullmark.advisories.documents import Document
from hullmark.advisories.feeds.alpine import parse_alpine
from hullmark.advisories.feeds.debian_lists import (
    Fixes,
    looks_like_list,
    parse_advisory_list,
    parse_issue_list,
)
from hullmark.advisories.feeds.debian_tracker import looks_like_tracker, parse_debian_tracker
from hullmark.advisories.feeds.end_of_life import Dates, looks_like_end_of_life, parse_end_of_life
from hullmark.advisories.feeds.entry import Bad, Parsed
from hullmark.advisories.feeds.epss import Row, bad_rows, epss_date, looks_like_epss, parse_epss
from hullmark.advisories.feeds.kev import decode_catalogue, parse_kev
from hullmark.advisories.feeds.osv import is_missing_id, parse_osv

RANKS = {
    "debian-advisories": 0,
    "debian-tracker": 1,
    "debian-issues": 2,
    "alpine": 3,
    "osv": 4,
    "mixed": 5,
    "end-of-life": 6,
    "kev": 7,
    "epss": 8,
}
"""The publisher's own feed is believed before a copy; the Debian lists build on each other."""

SIDE_KINDS = frozenset({"epss", "kev", "end-of-life"})
"""Feeds about ids and releases, not packages; read on every build."""

_HEAD_BYTES = 4096
_LISTED_PROBLEMS = 50
_object = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_any = msgspec.json.decode


@dataclass(slots=True)
class SideFacts:
    """What feeds say about ids and releases rather than packages, kept until groups are closed."""

    epss: list[Document] = field(default_factory=list)
    """Tables, parsed again when it is known which ids occur: rows are ten times as large."""
    epss_rows: list[Row] = field(default_factory=list)
    """Rows that are at hand as such (the starter set's)."""
    kev: dict[str, str] = field(default_factory=dict)
    end_of_life: Dates = field(default_factory=dict)
    fixes: Fixes = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
    """Kind → the newest date a feed of that kind gives for itself."""
    rows: dict[str, int] = field(default_factory=dict)
    """Kind → number of rows read."""


def sniff(document: Document) -> str:
    """Return the kind of a document: a key of ``RANKS``, ``list`` for an index, or ``""``."""
    head = document.data[:_HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith((b"{", b"[")) and (kind := _json_kind(document)):
        return kind
    if looks_like_epss(head):
        return "epss"
    if b"\0" in head:
        return ""
    kind = looks_like_list(head.decode("utf-8", "replace"))
    return f"debian-{kind}" if kind else ""


def parse_document(document: Document, kind: str, side: SideFacts) -> Parsed:
    """Yield the entries of a document of a known kind; side facts go into ``side``."""
    match kind:
        case "osv":
            yield from _osv(document)
        case "debian-tracker":
            yield from parse_debian_tracker(document.name, document.data)
        case "debian-advisories":
            yield from parse_advisory_list(document.name, document.data, side.fixes)
        case "debian-issues":
            yield from parse_issue_list(document.name, document.data, side.fixes)
        case "alpine":
            yield from parse_alpine(document.name, document.data)
        case "kev":
            yield from _kev(document, side)
        case "epss":
            yield from _epss(document, side)
        case "end-of-life":
            yield from _end_of_life(document, side)


def _json_kind(document: Document) -> str:
    try:
        return _object_kind(_object(document.data), document)
    except msgspec.ValidationError:
        return _array_kind(document)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""


def _object_kind(fields: dict[str, msgspec.Raw], document: Document) -> str:
    if "id" in fields and ("affected" in fields or "modified" in fields or "withdrawn" in fields):
        return "osv"
    if "vulnerabilities" in fields and ("catalogVersion" in fields or "dateReleased" in fields):
        return "kev"
    if "packages" in fields and ("reponame" in fields or "apkurl" in fields):
        return "alpine"
    if "result" in fields and looks_like_end_of_life(_any(document.data)):
        return "end-of-life"
    return "debian-tracker" if looks_like_tracker(fields) else ""


def _array_kind(document: Document) -> str:
    try:
        items = _any(document.data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    if looks_like_end_of_life(items):
        return "end-of-life"
    if isinstance(items, list) and items and all(_is_osv(i) for i in items):
        return "osv"
    return ""


def _is_osv(item: object) -> bool:
    return isinstance(item, dict) and "id" in item and "affected" in item


def _osv(document: Document) -> Parsed:
    if document.data.lstrip()[:1] != b"[":
        yield from parse_osv(document.name, document.data)
        return
    for number, raw in enumerate(msgspec.json.decode(document.data, type=list[msgspec.Raw])):
        name = f"{document.name}[{number}]"
        try:
            yield from parse_osv(name, bytes(raw))
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            yield Bad(name, str(error))


def _kev(document: Document, side: SideFacts) -> Parsed:
    catalogue = decode_catalogue(document.data)
    days, problems = parse_kev(catalogue)
    for cve, day in days.items():
        side.kev[cve] = min(day, side.kev.get(cve, day))
    _note(side, "kev", len(days), catalogue.released[:10])
    yield from (Bad(document.name, problem) for problem in problems)


def _epss(document: Document, side: SideFacts) -> Parsed:
    side.epss.append(document)
    rows = sum(1 for _ in parse_epss(document.data))
    _note(side, "epss", rows, epss_date(document.data))
    bad = bad_rows(document.data)
    yield from (Bad(document.name, f"not a row: {line}") for line in bad[:_LISTED_PROBLEMS])
    if len(bad) > _LISTED_PROBLEMS:
        yield Bad(document.name, f"{len(bad) - _LISTED_PROBLEMS:,} more lines are no rows")


def _end_of_life(document: Document, side: SideFacts) -> Parsed:
    dates, problems = parse_end_of_life(document.name, _any(document.data))
    side.end_of_life.update(dates)
    _note(side, "end-of-life", len(dates), "")
    yield from (Bad(document.name, problem) for problem in problems)


def _note(side: SideFacts, kind: str, rows: int, date: str) -> None:
    side.rows[kind] = side.rows.get(kind, 0) + rows
    side.dates[kind] = max(date, side.dates.get(kind, ""))


__all__ = ["RANKS", "SideFacts", "is_missing_id", "parse_document", "sniff"]
