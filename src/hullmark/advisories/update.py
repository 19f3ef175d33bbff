"""Brings the database up to date: from public feeds, or ready-made from somewhere near."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Protocol
from urllib.parse import urlsplit

from hullmark.advisories.build import CARRIED_KINDS, build_database
from hullmark.advisories.database import AdvisoryDatabase, DatabaseInfo
from hullmark.advisories.downloads import Fetched, download, fetch_sources, file_name, is_url
from hullmark.advisories.errors import AdvisoriesUnreachableError, FeedError, FeedNotHereError
from hullmark.advisories.export import import_database
from hullmark.advisories.layout import SourceFacts
from hullmark.advisories.package_index import PUBLIC_INDEX, find_wheel
from hullmark.advisories.public_feeds import public_feeds
from hullmark.advisories.report import BuildReport
from hullmark.kernel.errors import HullmarkError
from hullmark.kernel.space import scratch_folder
from hullmark.model.ledger import Issue
from hullmark.ports.progress import SILENT, Progress

if TYPE_CHECKING:
    from hullmark.kernel.http import HttpClient

MEDIA_TYPE = "application/vnd.hullmark.advisories.v1.zst"
"""Media type of the one layer of an OCI artifact that carries an exported database."""

_REGISTRY_SCHEMES = ("oci://", "registry:")
_INDEX_SCHEME = "index:"


class FetchBlob(Protocol):
    """Fetches the one layer of an OCI artifact; the room that speaks to registries has it."""

    def __call__(self, reference: str, target: Path, *, media_type: str) -> str:
        """Write the verified layer to ``target`` and return its digest.

        Raises:
            HullmarkError: No such artifact, no access, no answer, or a digest that differs.
        """


@dataclass(slots=True, kw_only=True)
class UpdateReport:
    """What an update did."""

    source: str
    """Where the data came from, as named; empty for the public feeds."""
    info: DatabaseInfo
    build: BuildReport | None = None
    """What was built, where the data came as feeds."""
    issues: list[Issue] = field(default_factory=list)
    """Feeds that did not answer, and records that could not be used."""


def update(
    path: Path,
    source: str | None = None,
    *,
    digest: str = "",
    feeds: Sequence[str] | None = None,
    client: "HttpClient | None" = None,
    fetch_blob: FetchBlob | None = None,
    progress: Progress = SILENT,
) -> UpdateReport:
    """Replace the database at ``path`` by a newer one; on any failure the old one stays.

    Args:
        path: Where the database stands.
        source: A ready database: file, URL, ``oci://REFERENCE``, ``index:`` (PyPI) or
            ``index:URL`` of a package index. ``None`` builds from the public feeds.
        digest: ``sha256:…`` that a ready database must have.
        feeds: Feeds to build from in place of the public ones.
        client: Speaks HTTP; made anew where not given.
        fetch_blob: Needed for ``oci://``.
        progress: Told what is being done.

    Raises:
        AdvisoriesUnreachableError: No server gave an answer.
        HullmarkError: What was fetched cannot be used.
    """
    from hullmark.kernel.http import HttpClient  # noqa: PLC0415 - no network but here

    own = client is None
    client = client or HttpClient()
    try:
        if source is None:
            return _from_feeds(path, feeds or public_feeds(), client, progress)
        with scratch_folder() as folder:
            file, announced = _ready(source, folder, client, fetch_blob, progress)
            info = import_database(file, path, digest=digest or announced)
        return UpdateReport(source=source, info=info)
    finally:
        if own:
            client.close()


def feed_folder(path: Path) -> Path:
    """Return where the feeds of a database are kept between updates."""
    return path.with_name("feeds")


def build_from(
    locations: Sequence[str],
    path: Path,
    *,
    matching_only: bool = False,
    client: "HttpClient | None" = None,
    progress: Progress = SILENT,
) -> UpdateReport:
    """Build from any mix of files, folders, archives and URLs.

    Raises:
        AdvisoriesUnreachableError: Only URLs were named and none answered.
        HullmarkError: See ``build_database``.
    """
    if any(is_url(location) for location in locations):
        from hullmark.kernel.http import HttpClient  # noqa: PLC0415 - no network but here

        used = client or HttpClient()
        try:
            return _from_feeds(path, locations, used, progress, matching_only=matching_only)
        finally:
            if client is None:
                used.close()
    report = build_database(locations, path, matching_only=matching_only, progress=progress)
    return UpdateReport(source="", info=_info(path), build=report, issues=report.issues)


def _from_feeds(
    path: Path,
    locations: Sequence[str],
    client: "HttpClient",
    progress: Progress,
    *,
    matching_only: bool = False,
) -> UpdateReport:
    folder = feed_folder(path)
    known = _known(path, "matching" if matching_only else "full", folder)
    fetched = fetch_sources(client, locations, folder, known=known, progress=progress)
    if not fetched.answered:
        _refuse(fetched)
    try:
        report = build_database(
            fetched.sources, path, matching_only=matching_only, progress=progress
        )
    except FeedNotHereError:
        # Something that was to be taken over has to be read again: fetch it without asking
        # whether it has changed.
        fetched = fetch_sources(client, locations, folder, known={}, progress=progress)
        if not fetched.answered:
            _refuse(fetched)
        report = build_database(
            fetched.sources, path, matching_only=matching_only, progress=progress
        )
    _forget_large(fetched, report)
    return UpdateReport(
        source="", info=_info(path), build=report, issues=[*fetched.issues, *report.issues]
    )


def _ready(
    source: str,
    folder: Path,
    client: "HttpClient",
    fetch_blob: FetchBlob | None,
    progress: Progress,
) -> tuple[Path, str]:
    """Return a local file with a ready database, and the digest it was announced with."""
    progress.stage(f"fetching {source}")
    for scheme in _REGISTRY_SCHEMES:
        if source.startswith(scheme):
            if fetch_blob is None:
                raise FeedError(f"'{source}' cannot be fetched here: no registry is at hand")
            target = folder / "advisories.db.zst"
            return target, fetch_blob(source.removeprefix(scheme), target, media_type=MEDIA_TYPE)
    if source.startswith(_INDEX_SCHEME):
        wheel = find_wheel(client, source.removeprefix(_INDEX_SCHEME) or PUBLIC_INDEX)
        target = folder / wheel.name
        download(client, wheel.url, target, progress=progress)
        return target, wheel.digest
    if is_url(source):
        target = folder / (urlsplit(source).path.rpartition("/")[2] or "advisories.db.zst")
        download(client, source, target, progress=progress)
        return target, ""
    return Path(source), ""


def _known(path: Path, kind: str, folder: Path) -> dict[str, SourceFacts]:
    """Return what need not be fetched again: what can be taken over, or is still in a file."""
    try:
        with closing(AdvisoryDatabase.open(path)) as database:
            if database.info.kind != kind:
                return {}
            facts = database.source_facts().values()
    except HullmarkError:
        return {}
    return {
        one.location: one
        for one in facts
        if is_url(one.location)
        and (one.kind in CARRIED_KINDS or (folder / file_name(one.location)).is_file())
    }


def _forget_large(fetched: Fetched, report: BuildReport) -> None:
    """Remove files whose rows the next build takes over; the others are read each time."""
    carried = {one.location for one in report.sources if one.kind in CARRIED_KINDS}
    for source in fetched.sources:
        if is_url(source.location) and source.location in carried:
            source.path.unlink(missing_ok=True)


def _refuse(fetched: Fetched) -> NoReturn:
    first = fetched.issues[0].cause if fetched.issues else "no feed is named"
    raise AdvisoriesUnreachableError(
        f"none of {len(fetched.issues)} advisory feeds could be reached: {first}",
        hint="check network and proxy, or bring the data by file: hullmark db import FILE",
    )


def _info(path: Path) -> DatabaseInfo:
    with closing(AdvisoryDatabase.open(path)) as database:
        return database.info
