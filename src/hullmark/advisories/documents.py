"""A source of advisories (file, folder, archive) as a bounded stream of documents."""

import contextlib
import gzip
import hashlib
import itertools
import mmap
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hullmark.advisories.archive import MemberError, count_members, read_members
from hullmark.advisories.errors import FeedError, FeedTooLargeError

DOCUMENT_BYTES = 1024**3
"""One plain or gzip-compressed document; the Debian tracker's JSON has about 100 MiB."""
FOLDER_FILES = 4_000_000
"""Files in a folder of records."""
SNIFFED_BYTES = 8

_READ_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Document:
    """One file of a source: its name within the source and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Unread:
    """A file of a source that could not be read, and why."""

    name: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where advisories come from, identified by content."""

    location: str
    """As the user named it."""
    path: Path
    """The local file or folder that is read."""
    digest: str
    """``sha256:`` of the bytes (of a folder: of names and bytes in name order)."""
    dated: str
    """ISO time of the file, for feeds that carry no date of their own."""
    etag: str = ""
    """The server's validator, for sources that were fetched."""


def find_source(location: str, *, path: Path | None = None, etag: str = "") -> Source:
    """Identify a local source by its content.

    Raises:
        FeedError: It does not exist or cannot be read.
    """
    path = path or Path(location)
    try:
        modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        digest = _folder_digest(path) if path.is_dir() else _file_digest(path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FeedError(
            f"cannot read '{location}': {reason}",
            hint="name a file, folder, zip archive or URL of an advisory feed",
        ) from error
    dated = modified.isoformat(timespec="seconds").replace("+00:00", "Z")
    return Source(location=location, path=path, digest=digest, dated=dated, etag=etag)


def read_documents(source: Source) -> Iterator[Document | Unread]:
    """Yield every document of a source; one that cannot be read does not stop the others.

    Raises:
        FeedError: The source as a whole cannot be read.
        FeedTooLargeError: It breaks a bound.
    """
    if source.path.is_dir():
        yield from _folder(source)
        return
    try:
        size = source.path.stat().st_size
        with source.path.open("rb") as file:
            head = file.read(SNIFFED_BYTES)
        if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            yield from _archive(source, size)
        else:
            yield _single(source.path, source.path.name, head, source.location)
    except OSError as error:
        raise FeedError(f"cannot read '{source.location}': {error.strerror or error}") from error


def sample_documents(source: Source, count: int) -> Iterator[Document]:
    """Yield about ``count`` documents spread over an archive (or the first of a folder or file)."""
    with source.path.open("rb") if source.path.is_file() else contextlib.nullcontext() as file:
        head = file.read(SNIFFED_BYTES) if file else b""
    if head.startswith(b"PK\x03\x04"):
        with _mapped(source.path, source.path.stat().st_size) as data:
            step = max(1, count_members(data, source.location) // count)
            for name, content in read_members(data, source.location, step=step):
                if isinstance(content, bytes):
                    yield Document(name, content)
        return
    for document in itertools.islice(read_documents(source), count):
        if isinstance(document, Document):
            yield document


def _archive(source: Source, size: int) -> Iterator[Document | Unread]:
    with _mapped(source.path, size) as data:
        for name, content in read_members(data, source.location):
            if isinstance(content, MemberError):
                yield Unread(name, str(content))
            else:
                yield Document(name, content)


def _folder(source: Source) -> Iterator[Document | Unread]:
    for path in _files(source.path):
        name = path.relative_to(source.path).as_posix()
        try:
            with path.open("rb") as file:
                head = file.read(SNIFFED_BYTES)
            if head.startswith(b"PK\x03\x04"):
                inner = Source(
                    location=f"{source.location}/{name}", path=path, digest="", dated=source.dated
                )
                for document in _archive(inner, path.stat().st_size):
                    if isinstance(document, Document):
                        yield Document(f"{name}!{document.name}", document.data)
                    else:
                        yield Unread(f"{name}!{document.name}", document.cause)
            else:
                yield _single(path, name, head, source.location)
        except OSError as error:
            yield Unread(name, error.strerror or str(error))
        except (FeedError, FeedTooLargeError) as error:
            yield Unread(name, error.message)


def _single(path: Path, name: str, head: bytes, location: str) -> Document:
    if head.startswith(b"\x1f\x8b"):
        return Document(name.removesuffix(".gz"), _gunzipped(path, location))
    if path.stat().st_size > DOCUMENT_BYTES:
        raise _too_large(location)
    return Document(name, path.read_bytes())


def _gunzipped(path: Path, location: str) -> bytes:
    try:
        with gzip.open(path, "rb") as stream:
            content = stream.read(DOCUMENT_BYTES + 1)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise FeedError(f"'{location}' is damaged: {error}") from error
    if len(content) > DOCUMENT_BYTES:
        raise _too_large(location)
    return content


@contextlib.contextmanager
def _mapped(path: Path, size: int) -> Iterator[bytes | mmap.mmap]:
    if size == 0:
        yield b""
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        yield data


def _files(folder: Path) -> list[Path]:
    files: list[Path] = []
    for path in folder.rglob("*"):
        inner = path.relative_to(folder).parts
        if not any(part.startswith(".") for part in inner) and path.is_file():
            files.append(path)
        if len(files) > FOLDER_FILES:
            raise FeedTooLargeError(f"'{folder}' has more than {FOLDER_FILES:,} files")
    return sorted(files)


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def _folder_digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in _files(folder):
        digest.update(path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape"))
        digest.update(b"\0")
        with path.open("rb") as file:
            while block := file.read(_READ_BYTES):
                digest.update(block)
        digest.update(b"\0")
    return f"sha256:{digest.hexdigest()}"


def _too_large(location: str) -> FeedTooLargeError:
    return FeedTooLargeError(f"'{location}' holds more than {DOCUMENT_BYTES // 1024**2} MiB")
