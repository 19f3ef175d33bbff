"""What scanners are handed of a target, made at most once and shared by all of them."""

import contextlib
import hashlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec.structs import replace

from hullmark.discovery.walk import kind_of
from hullmark.images.ignored import Ignored
from hullmark.images.image import Directory, Image, ImageOptions, SbomDocument
from hullmark.images.layout import read_layout
from hullmark.images.selection import Wanted
from hullmark.images.storage import FolderStorage
from hullmark.images.writing import write_docker_archive, write_layout
from hullmark.kernel.space import DiskFullError
from hullmark.model.ledger import Issue
from hullmark.pipeline.running.programs import file_digest
from hullmark.ports.running import Form

_FILES = 1_000_000
"""Entries of one repository; a larger tree is a build folder, not a repository."""
_CHUNK_BYTES = 1024 * 1024
_SKIPPED = frozenset({".git", ".hg", ".svn"})
_CONFIGURATION = frozenset({"dockerfile", "compose", "workflow", "kustomization", "values", "yaml"})


class Tree(msgspec.Struct, frozen=True, kw_only=True):
    """The copy of a repository that scanners see."""

    path: Path
    digest: str
    """Over names and contents."""
    dockerfiles: tuple[str, ...] = ()
    configuration: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    """Configuration of scanners that lies in the repository: not obeyed, not copied."""
    issues: tuple[Issue, ...] = ()


class Staged:
    """One opened target in every form that a scanner asks for."""

    def __init__(
        self,
        opened: Image | Directory | SbomDocument,
        folder: Path,
        *,
        kind: str,
        configuration: frozenset[str],
        file: Path | None = None,
    ) -> None:
        """Prepare to stage below ``folder``; nothing is written yet.

        Args:
            opened: The target.
            folder: A scratch folder of its own.
            kind: ``image``, ``repo``, ``rootfs`` or ``sbom``.
            configuration: Names of files that would change what scanners say.
            file: The bill of materials itself, where the target is one.
        """
        self.opened = opened
        self.kind = kind
        self._folder = folder
        self._configuration = configuration
        self._file = file
        self._lock = threading.Lock()
        self._layout: Path | None = None
        self._archive: Path | None = None
        self._tree: Tree | None = None

    @property
    def identity(self) -> str:
        """Return what tells this target's content from any other's; empty where nothing does."""
        if isinstance(self.opened, Image):
            target = self.opened.target
            layers = [str(layer.digest or layer.diff_id or "") for layer in target.layers]
            named = target.kind in {"oci", "oci-archive", "registry"}
            if not named or not target.digest or not all(layers):
                return ""
            return " ".join((str(target.digest), str(target.config_digest), *layers))
        if self.kind == "repo":
            return self.tree().digest
        if self._file is not None:
            with contextlib.suppress(OSError):
                return file_digest(self._file)
        return ""

    @property
    def lasts(self) -> bool:
        """Say whether the bytes are there for as long as the scan takes, not only while opened."""
        if not isinstance(self.opened, Image):
            return True
        return all(layer.path is not None for layer in self.opened.layers)

    def settle(self) -> None:
        """Write the image down now and go on from what was written.

        Raises:
            HullmarkError: It cannot be read or written.
        """
        assert isinstance(self.opened, Image)
        (written,) = read_layout(
            FolderStorage(self._as_layout()),
            wanted=Wanted(),
            name=self.opened.target.name,
            kind="oci",
            options=ImageOptions(all_platforms=True),
        )
        self.opened = replace(written, target=self.opened.target)

    def path(self, form: Form) -> Path:
        """Return the target in one form.

        Raises:
            HullmarkError: It cannot be had in that form.
        """
        match form:
            case Form.LAYOUT | Form.SERVICE:
                return self._as_layout()
            case Form.ARCHIVE:
                return self._as_archive()
            case Form.TREE | Form.DOCKERFILES | Form.CONFIGURATION:
                return self.tree().path
            case Form.ROOT:
                assert isinstance(self.opened, Directory)
                return self.opened.root.resolve()
            case Form.SBOM:
                assert self._file is not None
                return self._file.resolve()
            case Form.HOST:
                return Path("/")

    def files(self, form: Form) -> tuple[str, ...]:
        """Return the files that a form names."""
        if form is Form.DOCKERFILES:
            return self.tree().dockerfiles
        return self.tree().configuration if form is Form.CONFIGURATION else ()

    def tree(self) -> Tree:
        """Return the copy of the repository, made when first asked for."""
        assert isinstance(self.opened, Directory)
        with self._lock:
            if self._tree is None:
                self._tree = copy_tree(
                    self.opened.root, self._folder / "tree", without=self._configuration
                )
            return self._tree

    def _as_layout(self) -> Path:
        assert isinstance(self.opened, Image)
        with self._lock:
            if self._layout is None:
                self._layout = write_layout(self.opened, self._folder / "image")
            return self._layout

    def _as_archive(self) -> Path:
        assert isinstance(self.opened, Image)
        with self._lock:
            if self._archive is None:
                self._archive = write_docker_archive(self.opened, self._folder / "image.tar")
            return self._archive


def copy_tree(root: Path, folder: Path, *, without: frozenset[str]) -> Tree:
    """Copy the files of a repository that git would keep, and take note of what they are.

    Links are not followed and not copied: nothing outside the repository is read.

    Raises:
        DiskFullError: There is no room.
    """
    folder.mkdir(parents=True)
    hasher = hashlib.sha256()
    named: dict[str, list[str]] = {"dockerfile": [], "configuration": []}
    left_out: list[str] = []
    issues: list[Issue] = []
    for path in _walk(root, folder, issues):
        name = path.rpartition("/")[2]
        if name in without:
            left_out.append(path)
            continue
        try:
            digest = _copy(root / path, folder / path)
        except PermissionError as error:
            cause = f"cannot be read: {error.strerror}"
            issues.append(Issue(path=path, cause=cause, code="HM2053"))
            continue
        except OSError as error:
            raise DiskFullError(
                f"cannot copy '{path}' for the scanners: {error.strerror or error}",
                hint="free some room or choose another place (TMPDIR)",
            ) from error
        hasher.update(f"{path}\0{digest}\n".encode("utf-8", "surrogateescape"))
        kind = kind_of(name, path.rpartition("/")[0])
        if kind == "dockerfile":
            named["dockerfile"].append(path)
        if kind in _CONFIGURATION:
            named["configuration"].append(path)
    return Tree(
        path=folder,
        digest=hasher.hexdigest(),
        dockerfiles=tuple(named["dockerfile"]),
        configuration=tuple(named["configuration"]),
        left_out=tuple(left_out),
        issues=tuple(issues),
    )


def _walk(root: Path, folder: Path, issues: list[Issue]) -> Iterator[str]:
    """Yield files relative to the root, in a stable order; folders are made on the way."""
    ignored = Ignored(root)
    folders, left = [""], _FILES
    while folders:
        below_root = folders.pop()
        try:
            with os.scandir(root / below_root) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError as error:
            cause = f"folder cannot be listed: {error.strerror}"
            issues.append(Issue(path=below_root or ".", cause=cause, code="HM2053"))
            continue
        (folder / below_root).mkdir(parents=True, exist_ok=True)
        if any(entry.name == ".gitignore" for entry in entries):
            ignored.enter(below_root)
        left -= len(entries)
        if left < 0:
            issues.append(Issue(path=below_root or ".", cause=f"more than {_FILES:,} files"))
            return
        below = []
        for entry in entries:
            path = f"{below_root}/{entry.name}" if below_root else entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            if entry.name in _SKIPPED or ignored.has(path, is_folder=is_folder):
                continue
            if is_folder:
                below.append(path)
            elif entry.is_file(follow_symlinks=False):
                yield path
        folders += reversed(below)


def _copy(source: Path, target: Path) -> str:
    hasher = hashlib.sha256()
    with source.open("rb", buffering=0) as read, target.open("wb", buffering=0) as written:
        while chunk := read.read(_CHUNK_BYTES):
            hasher.update(chunk)
            written.write(chunk)
    return hasher.hexdigest()
