"""Temporary space and whole-or-not-at-all writing: the only module that makes scratch files."""

import contextlib
import mmap
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from hullmark.kernel.errors import StoreError

if TYPE_CHECKING:
    import types


class DiskFullError(StoreError):
    """The disk is full, read-only, or the folder may not be written.

    Free some space or name another folder; nothing half-written is left behind.
    """

    code = "HM7001"


@contextlib.contextmanager
def scratch_folder(prefix: str = "hullmark-") -> Iterator[Path]:
    """Give a private folder that is removed on leaving, however the block ends."""
    tempfile = _tempfile()
    try:
        folder = tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True)
    except OSError as error:
        raise _unwritable(tempfile.gettempdir(), error) from error
    with folder as name:
        yield Path(name)


def scratch_file() -> IO[bytes]:
    """Return an anonymous read-write file that vanishes when closed."""
    tempfile = _tempfile()
    try:
        file: IO[bytes] = tempfile.TemporaryFile(prefix="hullmark-")
    except OSError as error:
        raise _unwritable(tempfile.gettempdir(), error) from error
    return file


def map_file(file: IO[bytes]) -> mmap.mmap:
    """Map a whole scratch file read-only; pages touched are page cache, not heap."""
    file.flush()
    return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[IO[Any]]:
    """Give a binary file that becomes ``path`` on a clean exit and leaves no trace otherwise.

    Raises:
        DiskFullError: The folder cannot be written or the disk is full.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = _tempfile().mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise _unwritable(path, error) from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` atomically."""
    with replacing(path) as file:
        file.write(content)


def _tempfile() -> "types.ModuleType":
    """Return the module, imported when the first scratch file is made: 10 ms of a start."""
    import tempfile  # noqa: PLC0415, TID251 - this is the product's one door to it

    return tempfile


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _unwritable(path: object, error: OSError) -> DiskFullError:
    return DiskFullError(
        f"cannot write '{path}': {error.strerror or error}",
        hint="free some room or choose another place (TMPDIR, HULLMARK_HOME, -o)",
    )
