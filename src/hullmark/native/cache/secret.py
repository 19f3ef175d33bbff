"""The key that seals entries: made once per cache folder, readable by its owner only."""

import contextlib
import os
import stat
from pathlib import Path

from hullmark.kernel import log
from hullmark.native.cache.errors import CacheFolderError

SECRET_BYTES = 32
NAME = "secret"
_ATTEMPTS = 5
"""Other processes may make or drop the key at the same moment; nobody does so five times."""
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def load_secret(folder: Path) -> bytes:
    """Return the key of a cache folder; both are made where they are missing.

    A key that somebody else could have read proves nothing: it is replaced, and with it all that
    was sealed by it is foreign.

    Raises:
        CacheFolderError: The folder belongs to somebody else, or cannot be used.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _check_owner(folder)
        for _ in range(_ATTEMPTS):
            found = _read(folder / NAME)
            if found is not None:
                return found
            _make(folder)
    except OSError as error:
        raise CacheFolderError(
            f"cannot use the cache in '{folder}': {error.strerror or error}",
            hint="name another folder with HULLMARK_HOME, or scan with --no-cache",
        ) from error
    raise CacheFolderError(f"cannot keep a key in '{folder}': it vanishes again and again")


def _check_owner(folder: Path) -> None:
    if not hasattr(os, "geteuid"):
        return
    found = folder.stat()
    if found.st_uid != os.geteuid():
        raise CacheFolderError(
            f"the cache in '{folder}' belongs to another user",
            hint="name a folder of your own with HULLMARK_HOME",
        )
    if found.st_mode & 0o022:
        # Others could swap the key for one of theirs.
        folder.chmod(stat.S_IMODE(found.st_mode) & ~0o022)


def _read(path: Path) -> bytes | None:
    """Return the key; ``None`` where there is none, or none to be trusted."""
    try:
        handle = os.open(path, _READ)
    except FileNotFoundError:
        return None
    except OSError:  # a symbolic link, a folder
        _drop(path)
        return None
    try:
        found = os.fstat(handle)
        content = os.read(handle, SECRET_BYTES + 1) if stat.S_ISREG(found.st_mode) else b""
    finally:
        os.close(handle)
    own = not hasattr(os, "geteuid") or (found.st_uid == os.geteuid() and not found.st_mode & 0o077)
    if own and len(content) == SECRET_BYTES:
        return content
    _drop(path)
    return None


def _drop(path: Path) -> None:
    log.warning("cache.secret-replaced", path=str(path))
    path.unlink(missing_ok=True)


def _make(folder: Path) -> None:
    """Put a new key in place, whole and only where there is none: the first process wins."""
    temporary = folder / f".secret-{os.getpid()}-{os.urandom(4).hex()}"
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(os.urandom(SECRET_BYTES))
        with contextlib.suppress(FileExistsError):
            try:
                os.link(temporary, folder / NAME)
            except FileExistsError:
                raise
            except OSError:  # a file system without hard links
                if not (folder / NAME).exists():
                    temporary.replace(folder / NAME)
    finally:
        temporary.unlink(missing_ok=True)
