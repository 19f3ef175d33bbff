"""A database that takes the old one's place whole or not at all."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from hullmark.advisories.errors import DatabaseWriteError


@contextlib.contextmanager
def replacement(path: Path) -> Iterator[Path]:
    """Give a file beside ``path`` that takes its place on a clean exit and vanishes otherwise.

    Not ``kernel.space.replacing``: SQLite writes by name, and keeps a second file beside.

    Raises:
        DatabaseWriteError: The folder cannot be written or the disk is full.
    """
    path = path.absolute()
    new = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _remove_orphans(path)
        new.unlink(missing_ok=True)
        yield new
        with new.open("rb+") as file:
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as error:
        raise unwritable(path, error.strerror or str(error)) from error
    finally:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)


def unwritable(path: Path, cause: str) -> DatabaseWriteError:
    """Return the error for a database that cannot be written."""
    return DatabaseWriteError(
        f"cannot write '{path}': {cause}",
        hint="free some room or choose another place with HULLMARK_HOME",
    )


def _remove_orphans(path: Path) -> None:
    """Remove what a killed build left behind."""
    for orphan in path.parent.glob(f".{path.name}.*.partial*"):
        pid = orphan.name.removeprefix(f".{path.name}.").partition(".")[0]
        if pid.isdigit() and not _is_alive(int(pid)):
            orphan.unlink(missing_ok=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
