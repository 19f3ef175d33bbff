"""Where an image's files lie: a folder on disk, or (``archive``) a tar that is not unpacked."""

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Protocol

from hullmark.images.errors import (
    ArchiveTooLargeError,
    BrokenArchiveError,
    MissingBlobError,
    TargetNotFoundError,
    UnreadableTargetError,
)
from hullmark.images.image import ByteStream


class Storage(Protocol):
    """Files by their relative path."""

    @property
    def name(self) -> str:
        """Return what messages call it."""

    def size(self, path: str) -> int | None:
        """Return a file's size; None where there is no such regular file."""

    def open(self, path: str) -> ByteStream:
        """Return a new stream over a file.

        Raises:
            MissingBlobError: There is no such file.
            UnreadableTargetError: It may not be read.
        """

    def paths(self) -> Iterable[str]:
        """Return the paths at hand, for sniffing and hints."""


class Section:
    """A stretch of an open file as a stream of its own; many may be read at once."""

    def __init__(
        self, file: IO[bytes], *, start: int, size: int, name: str, owned: bool = False
    ) -> None:
        self._file = file
        self._at = start
        self._left = size
        self._name = name
        self._owned = owned

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes, empty at the end.

        Raises:
            BrokenArchiveError: The file ends before the stretch does.
            UnreadableTargetError: The file cannot be read, or was closed.
        """
        wanted = min(size, self._left) if size >= 0 else self._left
        if not wanted:
            return b""
        try:
            data = os.pread(self._file.fileno(), wanted, self._at)
        except (OSError, ValueError) as error:
            raise UnreadableTargetError(f"cannot read '{self._name}': {error}") from error
        if not data:
            raise BrokenArchiveError(f"'{self._name}' ends {self._left:,} bytes too early")
        self._at += len(data)
        self._left -= len(data)
        return data

    def close(self) -> None:
        """End the stream; the file stays open for others unless it was opened for this one."""
        self._left = 0
        if self._owned:
            self._file.close()


class FolderStorage:
    """Files of a folder on disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def name(self) -> str:
        """Return the folder as it was named."""
        return str(self._folder)

    def size(self, path: str) -> int | None:
        """Return a file's size; None where there is no such regular file."""
        try:
            found = (self._folder / path).stat()
        except (OSError, ValueError):
            return None
        return found.st_size if stat.S_ISREG(found.st_mode) else None

    def open(self, path: str) -> ByteStream:
        """Return a new stream over a file."""
        size = self.size(path)
        if size is None:
            raise _missing(self.name, path)
        file = open_regular(self._folder / path)
        return Section(file, start=0, size=size, name=path, owned=True)

    def file(self, path: str) -> Path:
        """Return where a file lies on disk."""
        return (self._folder / path).resolve()

    def paths(self) -> Iterable[str]:
        """Return the names at the top of the folder."""
        try:
            return sorted(entry.name for entry in self._folder.iterdir())
        except OSError as error:
            raise unreadable(self._folder, error) from error


def read_file(storage: Storage, path: str, *, limit_bytes: int) -> bytes:
    """Return a whole file of at most ``limit_bytes``.

    Raises:
        MissingBlobError: There is no such file.
        ArchiveTooLargeError: It is larger.
    """
    size = storage.size(path)
    if size is None:
        raise _missing(storage.name, path)
    if size > limit_bytes:
        raise ArchiveTooLargeError(
            f"'{path}' in '{storage.name}' has {size:,} bytes; documents of its kind have"
            f" at most {limit_bytes:,}"
        )
    stream = storage.open(path)
    try:
        parts: list[bytes] = []
        while part := stream.read(size):
            parts.append(part)
    finally:
        stream.close()
    return b"".join(parts)


def open_regular(path: Path) -> IO[bytes]:
    """Open a regular file for reading; pipes and devices are refused, not waited for.

    Raises:
        TargetNotFoundError: It does not exist.
        UnreadableTargetError: It is no regular file or may not be read.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise TargetNotFoundError(f"'{path}' does not exist") from error
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    file = os.fdopen(handle, "rb", buffering=0)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        file.close()
        raise UnreadableTargetError(f"'{path}' is not a regular file")
    return file


def unreadable(path: Path, error: Exception) -> UnreadableTargetError:
    """Return the error for a path that the operating system refuses to read."""
    cause = getattr(error, "strerror", None) or error
    return UnreadableTargetError(f"cannot read '{path}': {cause}")


def _missing(name: str, path: str) -> MissingBlobError:
    return MissingBlobError(
        f"'{name}' does not hold '{path}'",
        hint="the copy was cut short or pruned: export the image again",
    )
