"""Fetches feeds and databases into files, asking only for what has changed."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from hullmark.advisories.documents import Source, find_source
from hullmark.advisories.errors import AdvisoriesUnreachableError, FeedTooLargeError
from hullmark.advisories.layout import SourceFacts
from hullmark.kernel.errors import HullmarkError, NetworkError
from hullmark.kernel.space import replacing
from hullmark.model.ledger import Issue
from hullmark.ports.progress import SILENT, Progress

if TYPE_CHECKING:
    from hullmark.kernel.http import HttpClient, StreamedAnswer

DOWNLOAD_BYTES = 4 * 1024**3
"""One feed or database; the largest public dump has about 300 MiB."""

_OK, _NOT_MODIFIED = 200, 304


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """The outcome of one request."""

    changed: bool
    """``False``: the server says that what we have is current; nothing was written."""
    etag: str = ""
    modified_at: str = ""
    """ISO time of the server's copy, where it says."""


@dataclass(slots=True)
class Fetched:
    """The outcome of fetching many feeds."""

    sources: list[Source] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    answered: int = 0
    """Servers' answers, changed or not."""


def is_url(location: str) -> bool:
    """Return whether a location is fetched over HTTP."""
    return location.startswith(("https://", "http://"))


def download(
    client: "HttpClient", url: str, target: Path, *, etag: str = "", progress: Progress = SILENT
) -> Download:
    """Fetch ``url`` into ``target``, whole or not at all.

    Raises:
        NetworkError: No answer, or not the file.
        FeedTooLargeError: It is larger than any feed.
        DiskFullError: It cannot be kept.
    """
    headers = {"If-None-Match": etag} if etag else {}
    for attempt in client.attempts():
        with attempt, client.stream("GET", url, headers=headers) as answer:
            if answer.status == _NOT_MODIFIED and etag:
                return Download(changed=False, etag=etag)
            if answer.status != _OK:
                raise AdvisoriesUnreachableError(
                    f"'{url}' answers with status {answer.status}",
                    hint="check the address, or bring the data by file: hullmark db import FILE",
                )
            _keep(answer, target, progress)
            return Download(
                changed=True,
                etag=answer.headers.get("etag", ""),
                modified_at=_modified(answer.headers),
            )
    raise AdvisoriesUnreachableError(f"'{url}' gives no answer")


def fetch_sources(
    client: "HttpClient",
    locations: Sequence[str],
    folder: Path,
    *,
    known: Mapping[str, SourceFacts],
    progress: Progress = SILENT,
) -> Fetched:
    """Fetch what has changed of many feeds; one that fails keeps its place if it is known.

    Args:
        client: Speaks HTTP.
        locations: URLs; what is no URL is taken as a local source.
        folder: Where files are put.
        known: What the database of before says of each location.
        progress: Told which feed is fetched.
    """
    fetched = Fetched()
    for location in dict.fromkeys(locations):
        if not is_url(location):
            fetched.sources.append(find_source(location))
            fetched.answered += 1
            continue
        progress.stage(f"fetching {location}")
        before = known.get(location)
        target = folder / file_name(location)
        try:
            source = _fetch(client, location, target, before, progress)
            fetched.answered += 1
        except (NetworkError, FeedTooLargeError) as error:
            fetched.issues.append(_issue(location, error, before))
            if before is None:
                continue
            source = _kept(location, target, before)
        fetched.sources.append(source)
    return fetched


def _fetch(
    client: "HttpClient",
    location: str,
    target: Path,
    before: SourceFacts | None,
    progress: Progress,
) -> Source:
    etag = before.etag if before is not None else ""
    answer = download(client, location, target, etag=etag, progress=progress)
    if not answer.changed and before is not None:
        return _kept(location, target, before)
    source = find_source(location, path=target, etag=answer.etag)
    if not answer.modified_at:
        return source
    return Source(
        location=location,
        path=target,
        digest=source.digest,
        dated=answer.modified_at,
        etag=answer.etag,
    )


def _kept(location: str, target: Path, before: SourceFacts) -> Source:
    return Source(
        location=location,
        path=target,
        digest=before.digest,
        dated=before.dated,
        etag=before.etag,
    )


def _keep(answer: "StreamedAnswer", target: Path, progress: Progress) -> None:
    size = 0
    with replacing(target) as file:
        for block in answer.blocks():
            size += len(block)
            if size > DOWNLOAD_BYTES:
                raise FeedTooLargeError(f"'{answer.url}' sends more than {DOWNLOAD_BYTES:,} bytes")
            file.write(block)
            progress.advance(len(block))


def _issue(location: str, error: HullmarkError, before: SourceFacts | None) -> Issue:
    instead = f"; its data of {before.dated} is kept" if before is not None else ""
    return Issue(
        path=location, cause=f"{error.message}{instead}", hint=error.hint or "", code=error.code
    )


def _modified(headers: Mapping[str, str]) -> str:
    try:
        moment = parsedate_to_datetime(headers["last-modified"])
    except (KeyError, ValueError):
        return ""
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def file_name(location: str) -> str:
    """Return the name under which what a URL gives is kept."""
    name = urlsplit(location).path.rpartition("/")[2] or "feed"
    return f"{hashlib.sha256(location.encode()).hexdigest()[:16]}-{name[-64:]}"
