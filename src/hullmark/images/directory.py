"""Root file systems and repositories on disk: a tree without layers."""

from pathlib import Path
from typing import Literal

from hullmark.images.errors import EmptyTargetError, NotAnImageError, TargetNotFoundError
from hullmark.images.image import Directory
from hullmark.images.storage import unreadable
from hullmark.model.scan import Target


def open_directory(path: Path, *, kind: Literal["rootfs", "repo"], name: str) -> Directory:
    """Return the directory as a target; it is not walked.

    Raises:
        TargetNotFoundError: It does not exist.
        NotAnImageError: It is a file.
        EmptyTargetError: Nothing is in it.
        UnreadableTargetError: It may not be listed.
    """
    try:
        empty = next(path.iterdir(), None) is None
    except FileNotFoundError as error:
        raise TargetNotFoundError(f"directory '{path}' does not exist") from error
    except NotADirectoryError as error:
        raise NotAnImageError(
            f"'{path}' is a file, and '{kind}:' names a directory",
            hint="leave the scheme away to have the file looked into",
        ) from error
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    if empty:
        raise EmptyTargetError(f"directory '{path}' is empty")
    return Directory(target=Target(name=name, kind=kind), root=path)
