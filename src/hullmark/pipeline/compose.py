"""``images --format compose``: one compose project, every short form written out."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from hullmark.discovery.compose.load import load_project
from hullmark.discovery.compose.resolved import resolved
from hullmark.discovery.compose.validate import refusals
from hullmark.discovery.errors import BrokenManifestError, NoImagesError
from hullmark.discovery.gather import Gathered, base_and_overrides

_MARKS = (".git", ".hg")
"""What the top folder of a repository holds."""


def resolve_compose(path: Path, *, variables: Mapping[str, str] | None = None) -> bytes:
    """Return the project of a compose file, or of a folder with its override, as JSON.

    What it includes and extends is read from the repository around it, and nowhere else.

    Raises:
        NoImagesError: There is no compose file.
        HullmarkError: Compose would refuse it; the message says where.
    """
    folder = path if path.is_dir() else path.parent
    names = [path.name]
    if path.is_dir():
        names = base_and_overrides(sorted(each.name for each in folder.iterdir()))
    if not names or not (folder / names[0]).is_file():
        raise NoImagesError(
            f"'{path}' is no compose file and holds none", hint="name the file: compose.yaml"
        )
    real = folder.resolve()
    root = next((each for each in (real, *real.parents) if _is_top(each)), real)
    below = real.relative_to(root)
    source = Gathered(root=root, variables=variables or {}, real_root=str(root))
    files = [(below / name).as_posix() for name in names]
    project = load_project(files, source.read, variables=variables or {})
    for problem in project.problems:
        raise problem
    for each in refusals(project):
        raise BrokenManifestError(f"{each.path}:{each.line}:{each.column}: {each.message}")
    return msgspec.json.format(msgspec.json.encode(resolved(project, home=root.name)), indent=2)


def _is_top(folder: Path) -> bool:
    return any((folder / mark).exists() for mark in _MARKS)
