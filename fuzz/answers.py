"""Targets for advisories, versions, bills of materials, and whole scans of one file."""

import contextlib
import functools
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

import seeds
from hullmark.advisories.archive import MemberError, read_members
from hullmark.advisories.database import AdvisoryDatabase
from hullmark.advisories.documents import Document, Source
from hullmark.advisories.feeds.sniff import RANKS, SideFacts, parse_document, sniff
from hullmark.advisories.reading import SourceReader
from hullmark.formats.sbom.read import read_sbom
from hullmark.formats.sbom.split import by_distribution
from hullmark.images.image import SbomDocument
from hullmark.kernel.errors import HullmarkError
from hullmark.model.scan import Target as ScanTarget
from hullmark.native.sbom import take_sbom_inventory
from hullmark.versions.scheme import SCHEMES, compare, key
from target import NAMED, Target

_FEEDS = tuple(f"hullmark.advisories.feeds.{name}" for name in (
    "alpine", "debian_lists", "debian_tracker", "end_of_life", "epss", "kev", "osv", "osv_wire",
    "sniff"))  # fmt: skip
_BY_READER = (msgspec.MsgspecError, RecursionError, ValueError)
"""What a feed's parser may raise: its reader turns each of them into a problem of the source."""


def targets() -> Iterator[Target]:
    """Yield the targets of this module."""
    yield Target(name="advisories-document", run=_document, modules=_FEEDS, seeds=seeds.feeds)
    for kind in RANKS:
        if kind != "mixed":
            yield Target(
                name=f"feed-{kind}",
                run=functools.partial(_feed, kind),
                modules=_FEEDS,
                seeds=seeds.feeds,
                allowed=(*NAMED, *_BY_READER),
            )
    yield Target(
        name="advisories-zip",
        run=_zip,
        modules=("hullmark.advisories.archive",),
        seeds=seeds.zips,
    )
    yield Target(
        name="advisories-database",
        run=_database,
        modules=("hullmark.advisories.database", "hullmark.advisories.layout"),
        seeds=seeds.databases,
        weight=0.1,
    )
    for scheme in sorted(SCHEMES):
        yield Target(
            name=f"version-{scheme}",
            run=functools.partial(_version, scheme),
            modules=(f"hullmark.versions.{SCHEMES[scheme][0]}",),
            seeds=seeds.versions,
        )
    yield Target(
        name="sbom-inventory",
        run=_sbom,
        modules=("hullmark.formats.sbom.cyclonedx_wire", "hullmark.formats.sbom.spdx",
                 "hullmark.formats.sbom.spdx3", "hullmark.formats.sbom.syft",
                 "hullmark.formats.sbom.github", "hullmark.native.sbom"),
        seeds=seeds.sboms,
        paths=("**/*.json", "**/*.xml", "**/*.spdx"),
        weight=0.5,
    )  # fmt: skip


def _document(data: bytes) -> None:
    document = Document("fuzz.json", data)
    kind = sniff(document)
    source = Source(location="fuzz", path=Path("fuzz"), digest="", dated="2026-01-01T00:00:00Z")
    reader = SourceReader(source, kind or "osv", SideFacts(), None)
    reader._read(document)


def _feed(kind: str, data: bytes) -> None:
    for _ in parse_document(Document("fuzz.json", data), kind, SideFacts()):
        pass


def _zip(data: bytes) -> None:
    for _, content in read_members(data, "fuzz"):
        assert isinstance(content, bytes | MemberError)


@functools.cache
def _scratch() -> Path:
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="fuzz-", dir=memory if memory.is_dir() else None))


def _database(data: bytes) -> None:
    path = _scratch() / "advisories.db"
    path.write_bytes(data)
    database = AdvisoryDatabase.open(path)
    try:
        assert database.info is not None
        questions(database)
    finally:
        database.close()


def questions(database: AdvisoryDatabase) -> None:
    """Ask everything that a scan asks."""
    for ask in seeds.QUESTIONS:
        with contextlib.suppress(HullmarkError):
            ask(database)


def _version(scheme: str, data: bytes) -> None:
    left, _, right = data.decode("utf-8", "surrogateescape").partition("\n")
    key(scheme, left)
    assert compare(scheme, left, right) == -compare(scheme, right, left), (left, right)


def _sbom(data: bytes) -> None:
    bom = read_sbom(data, source="fuzz")
    for part in bom.parts:
        for one in by_distribution(part):
            document = SbomDocument(
                target=ScanTarget(name="fuzz", kind="sbom"), part=one, title=bom.title
            )
            take_sbom_inventory(document)
