"""The folder of entries: read, written whole, bounded in size; safe with many processes.

Nothing is ever changed in place. A writer makes a file of its own and renames it; a reader opens
what stands there and checks its seal; whoever removes an entry costs others a miss, not more.
"""

import contextlib
import os
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from hullmark.kernel import log
from hullmark.native.cache import secret as secrets_file
from hullmark.native.cache.entry import (
    ENTRY_BYTES,
    HEAD_BYTES,
    RejectedEntryError,
    open_entry,
    seal_entry,
)
from hullmark.native.cache.errors import CacheFolderError

DEFAULT_LIMIT_BYTES = 1024**3
"""Some 5,000 layers: half a megabyte each with what was concluded from them."""
_ENTRIES = "entries"
_TEMPORARY = ".writing-"
_ABANDONED_S = 3_600
"""A file that was being written so long ago belongs to a process that is gone."""
_LOW_WATER = 0.9
"""Share of the limit that pruning leaves, so that not every scan prunes."""
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class Usage(msgspec.Struct, frozen=True, kw_only=True):
    """What a cache folder holds."""

    folder: str
    entries: int = 0
    size_bytes: int = 0
    limit_bytes: int = 0
    oldest_use_at: float | None = None
    """Seconds since the epoch."""
    kinds: dict[str, int] = msgspec.field(default_factory=dict)
    """Kind of entry → how many."""


class _Kept(msgspec.Struct, frozen=True):
    """One file of the folder."""

    used_at: float
    name: str
    size_bytes: int


class EntryStore:
    """Entries by kind and key, in one folder; usable from several threads."""

    def __init__(self, folder: Path, *, limit_bytes: int = DEFAULT_LIMIT_BYTES) -> None:
        """Open a folder, made where it is missing.

        Raises:
            CacheFolderError: It belongs to another user, or cannot be used.
        """
        self._folder = folder / _ENTRIES
        self._limit_bytes = limit_bytes
        self._secret = secrets_file.load_secret(folder)
        self._mark = f"{_TEMPORARY}{os.getpid()}-{os.urandom(4).hex()}"
        self._written = 0
        self.problem: CacheFolderError | None = None
        """Why nothing more is kept, once that is so."""

    def has(self, kind: str, key: bytes) -> bool:
        """Return whether there is an entry, intact or not, without reading it."""
        return (self._folder / _name(kind, key)).is_file()

    def get(self, kind: str, key: bytes) -> bytes | None:
        """Return what was kept; anything that is not exactly that is dropped."""
        path = self._folder / _name(kind, key)
        data = _read(path)
        if data is None:
            return None
        try:
            content = open_entry(data, key=key, secret=self._secret)
        except RejectedEntryError as reason:
            self.drop(kind, key, reason=str(reason))
            return None
        with contextlib.suppress(OSError):  # a read-only folder still serves
            os.utime(path)
        return content

    def drop(self, kind: str, key: bytes, *, reason: str) -> None:
        """Remove an entry that is not to be believed."""
        log.warning("cache.dropped", entry=_name(kind, key), reason=reason)
        with contextlib.suppress(OSError):
            (self._folder / _name(kind, key)).unlink()

    def put(self, kind: str, key: bytes, content: bytes) -> None:
        """Keep an entry; where that cannot be done, remember why and keep no more."""
        if self.problem is not None or len(content) > min(ENTRY_BYTES, self._limit_bytes):
            return
        data = seal_entry(content, key=key, secret=self._secret)
        try:
            self._write(_name(kind, key), data)
        except OSError as error:
            self.problem = CacheFolderError(
                f"cannot write to the cache in '{self._folder.parent}': {error.strerror or error}",
                hint="free some room, name another folder with HULLMARK_HOME, or use --no-cache",
            )
            log.warning("cache.unwritable", folder=str(self._folder), error=str(error))

    def close(self) -> None:
        """Bring the folder back under its limit, where this process has added to it."""
        if self._written and self.problem is None:
            target = int(self._limit_bytes * _LOW_WATER)
            _prune(self._folder, self._limit_bytes, target_bytes=target)
            self._written = 0

    def _write(self, name: str, data: bytes) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        temporary = self._folder / f"{self._mark}-{threading.get_ident()}"
        try:
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb", buffering=0) as file:
                view = memoryview(data)
                while view:
                    view = view[file.write(view) :]
            # Not synced: after a power cut a torn entry fails its seal and is read anew.
            temporary.replace(self._folder / name)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        self._written += len(data)


def usage(folder: Path, *, limit_bytes: int) -> Usage:
    """Say what a cache folder holds; a missing one holds nothing."""
    kept = list(_entries(folder / _ENTRIES))
    kinds: dict[str, int] = {}
    for each in kept:
        kind = each.name.partition("-")[0]
        kinds[kind] = kinds.get(kind, 0) + 1
    return Usage(
        folder=str(folder),
        entries=len(kept),
        size_bytes=sum(each.size_bytes for each in kept),
        limit_bytes=limit_bytes,
        oldest_use_at=min((each.used_at for each in kept), default=None),
        kinds=dict(sorted(kinds.items())),
    )


def prune_folder(folder: Path, limit_bytes: int) -> int:
    """Bring a cache folder under a limit; return the bytes freed. A missing one stays missing.

    Raises:
        CacheFolderError: Something cannot be removed.
    """
    return _prune(folder / _ENTRIES, limit_bytes, target_bytes=limit_bytes)


def clear_folder(folder: Path) -> int:
    """Remove every entry and the key; return the bytes freed.

    Raises:
        CacheFolderError: Something cannot be removed.
    """
    freed = 0
    try:
        for each in list(_entries(folder / _ENTRIES, everything=True)):
            (folder / _ENTRIES / each.name).unlink(missing_ok=True)
            freed += each.size_bytes
        (folder / secrets_file.NAME).unlink(missing_ok=True)
        with contextlib.suppress(FileNotFoundError):
            (folder / _ENTRIES).rmdir()
    except OSError as error:
        raise CacheFolderError(
            f"cannot clear the cache in '{folder}': {error.strerror or error}",
            hint="remove the folder as the user who owns it",
        ) from error
    return freed


def _prune(folder: Path, limit_bytes: int, *, target_bytes: int) -> int:
    """Remove what was not used for longest until ``target_bytes``, where the limit is broken."""
    kept = sorted(_entries(folder), key=lambda each: each.used_at)
    total = sum(each.size_bytes for each in kept)
    if total <= limit_bytes:
        return 0
    freed = 0
    try:
        for each in kept:
            if total - freed <= target_bytes:
                break
            (folder / each.name).unlink(missing_ok=True)
            freed += each.size_bytes
    except OSError as error:
        raise CacheFolderError(
            f"cannot prune the cache in '{folder.parent}': {error.strerror or error}",
            hint="remove the folder as the user who owns it",
        ) from error
    log.info("cache.pruned", freed_bytes=freed)
    return freed


def _entries(folder: Path, *, everything: bool = False) -> Iterator[_Kept]:
    """Yield the entries of a folder; files that nobody writes any more are removed on the way."""
    now = time.time()
    try:
        with os.scandir(folder) as found:
            for each in found:
                with contextlib.suppress(FileNotFoundError):
                    facts = each.stat(follow_symlinks=False)
                    if each.name.startswith(_TEMPORARY) and not everything:
                        if now - facts.st_mtime > _ABANDONED_S:
                            Path(each.path).unlink()
                    elif not stat.S_ISDIR(facts.st_mode):
                        yield _Kept(facts.st_mtime, each.name, facts.st_size)
    except FileNotFoundError:
        return
    except OSError as error:
        raise CacheFolderError(
            f"cannot read the cache in '{folder.parent}': {error.strerror or error}"
        ) from error


def _read(path: Path) -> bytes | None:
    """Return a regular file of bounded size; ``None`` for anything else."""
    try:
        handle = os.open(path, _READ)
    except OSError:
        return None
    try:
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode) or facts.st_size > ENTRY_BYTES + HEAD_BYTES:
            return None
        with os.fdopen(handle, "rb", buffering=0, closefd=False) as file:
            return file.read(facts.st_size)
    except OSError:
        return None
    finally:
        os.close(handle)


def _name(kind: str, key: bytes) -> str:
    return f"{kind}-{key.hex()}"
