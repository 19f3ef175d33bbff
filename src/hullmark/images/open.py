"""The way in: the word a user types becomes opened images, a directory or an SBOM."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, TypeAlias

from hullmark.images.archive import open_archive
from hullmark.images.directory import open_directory
from hullmark.images.errors import (
    ImageNotFoundError,
    InvalidReferenceError,
    NotAnImageError,
    TargetNotFoundError,
)
from hullmark.images.image import Directory, Image, ImageOptions, SbomDocument
from hullmark.images.layout import read_layout
from hullmark.images.reference import normalize_reference
from hullmark.images.selection import Wanted, check_wish
from hullmark.images.sniff import (
    archive_kind,
    folder_kind,
    is_archive,
    is_document,
    refuse_file,
    refuse_folder,
)
from hullmark.images.storage import FolderStorage
from hullmark.kernel import log
from hullmark.ports.progress import Progress

Opened: TypeAlias = tuple[Image | Directory | SbomDocument, ...]

_ARCHIVE_SUFFIXES = (".tar", ".tar.gz", ".tgz", ".tar.zst", ".tar.xz", ".tar.bz2")
_PATH_STARTS = ("/", "./", "../", "~")


@contextlib.contextmanager
def open_target(target: str, *, options: ImageOptions, progress: Progress) -> Iterator[Opened]:
    """Give what ``target`` names, opened; layers can be streamed until the block is left.

    A target is ``scheme:rest`` or a bare word: an existing path is looked into, another word is
    asked of a local engine if one answers, and of its registry otherwise.

    Raises:
        UsageError: The word names nothing that could exist.
        NothingToScanError: What it names is empty.
        InputError: What it names is no image, or a broken one.
        IntegrityError: A document is not what its digest says.
        NetworkError: An engine or registry does not answer.
    """
    check_wish(options)
    scheme, colon, rest = target.partition(":")
    with contextlib.ExitStack() as stack:
        if target.startswith("docker://"):
            # Skopeo's way to name a registry; never an engine.
            yield _registry(stack, target.removeprefix("docker://"), options, progress)
            return
        opener = _SCHEMES.get(scheme) if colon else None
        if opener is not None:
            if not rest:
                raise TargetNotFoundError(
                    f"'{target}' names nothing after '{scheme}:'",
                    hint="write for example oci:DIR, docker-archive:FILE or registry:REFERENCE",
                )
            yield opener(stack, rest, target, options, progress)
            return
        yield _sniffed(stack, target, options, progress)


def split_path(text: str) -> tuple[Path, Wanted]:
    """Split ``PATH[:TAG][@DIGEST]``, where the path itself may hold colons and at-signs.

    The longest part that exists as a path wins; where none does, the first colon splits.
    """
    cuts = [len(text), *(at for at in range(len(text) - 1, 0, -1) if text[at] in ":@")]
    for cut in cuts:
        if _exists(Path(text[:cut])):
            return Path(text[:cut]), _wanted(text[cut:])
    return Path(text), Wanted()


def _wanted(text: str) -> Wanted:
    before, at, digest = text.rpartition("@")
    tag = before if at else text
    return Wanted(tag=tag.removeprefix(":"), digest=digest if at else "")


def _sniffed(
    stack: contextlib.ExitStack, word: str, options: ImageOptions, progress: Progress
) -> Opened:
    if not word.strip():
        raise TargetNotFoundError("the target is empty", hint="name a path or an image reference")
    path = Path(word)
    if _exists(path):
        return _local(stack, path, Wanted(), word, options, progress)
    path, wanted = split_path(word)
    if wanted and _holds_images(path):
        return _local(stack, path, wanted, word, options, progress)
    if word.startswith(_PATH_STARTS) or word.lower().endswith(_ARCHIVE_SUFFIXES):
        raise TargetNotFoundError(
            f"'{word}' does not exist",
            hint="name an existing file or directory, or an image as registry:REFERENCE",
        )
    try:
        normalize_reference(word)
    except InvalidReferenceError as error:
        raise InvalidReferenceError(
            f"'{word}' is neither an existing path nor an image reference",
            reason=error.reason,
            hint=error.hint or error.message,
        ) from error
    return _named(stack, word, options, progress)


def _named(
    stack: contextlib.ExitStack, word: str, options: ImageOptions, progress: Progress
) -> Opened:
    """Ask a local engine first: what was just built is there and nowhere else."""
    from hullmark.images.engine import find_engine, open_engine  # noqa: PLC0415 - needs HTTP

    kind = find_engine()
    if kind is not None:
        try:
            return stack.enter_context(
                open_engine(word, kind=kind, options=options, progress=progress)
            )
        except ImageNotFoundError as error:
            log.info("target.not-in-engine", target=word, engine=kind, reason=error.message)
    return _registry(stack, word, options, progress)


def _local(
    stack: contextlib.ExitStack,
    path: Path,
    wanted: Wanted,
    name: str,
    options: ImageOptions,
    progress: Progress,
) -> Opened:
    if path.is_dir():
        kind = folder_kind(path)
        if kind == "oci":
            return _layout(path, wanted, name, options)
        if kind == "repo" and (refused := refuse_folder(path)):
            raise refused
        return (open_directory(path, kind=kind, name=name),)
    if is_archive(path):
        return _archive(stack, path, wanted, name, options, progress, kind=None)
    if is_document(path):
        return _sbom(path, name)
    raise refuse_file(path)


def _archive(
    stack: contextlib.ExitStack,
    path: Path,
    wanted: Wanted,
    name: str,
    options: ImageOptions,
    progress: Progress,
    *,
    kind: Literal["oci-archive", "docker-archive"] | None,
) -> Opened:
    if path.is_dir():
        raise NotAnImageError(
            f"'{path}' is a directory, not an archive", hint="name an OCI layout with oci:DIR"
        )
    if path.is_file() and not is_archive(path):
        raise refuse_file(path)
    storage = stack.enter_context(open_archive(path, progress=progress))
    kind = kind or archive_kind(storage)
    if kind == "docker-archive":
        from hullmark.images.docker_archive import read_docker_archive  # noqa: PLC0415 - start-up

        return read_docker_archive(storage, wanted=wanted, name=name, options=options)
    return read_layout(storage, wanted=wanted, name=name, kind=kind, options=options)


def _sbom(path: Path, name: str) -> Opened:
    from hullmark.images.sbom import open_sbom  # noqa: PLC0415 - start-up

    return open_sbom(path, name=name)


def _layout(path: Path, wanted: Wanted, name: str, options: ImageOptions) -> Opened:
    if not path.exists():
        raise TargetNotFoundError(f"directory '{path}' does not exist")
    if not path.is_dir():
        raise NotAnImageError(
            f"'{path}' is a file, and 'oci:' names a directory",
            hint="name an archive with oci-archive:FILE",
        )
    storage = FolderStorage(path)
    return read_layout(storage, wanted=wanted, name=name, kind="oci", options=options)


def _registry(
    stack: contextlib.ExitStack, text: str, options: ImageOptions, progress: Progress
) -> Opened:
    reference = normalize_reference(text)
    from hullmark.images.registry import open_registry  # noqa: PLC0415 - needs HTTP

    return stack.enter_context(open_registry(reference, options=options, progress=progress))


def _engine(
    stack: contextlib.ExitStack,
    text: str,
    kind: Literal["docker", "podman"],
    options: ImageOptions,
    progress: Progress,
) -> Opened:
    from hullmark.images.engine import open_engine  # noqa: PLC0415 - needs HTTP

    return stack.enter_context(open_engine(text, kind=kind, options=options, progress=progress))


def _holds_images(path: Path) -> bool:
    if path.is_dir():
        return folder_kind(path) == "oci"
    return path.is_file() and is_archive(path)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False  # a name that no file can have


_Opener: TypeAlias = Callable[[contextlib.ExitStack, str, str, ImageOptions, Progress], Opened]

_SCHEMES: dict[str, _Opener] = {
    "oci": lambda _, rest, name, options, __: _layout(*split_path(rest), name, options),
    "oci-archive": lambda stack, rest, name, options, progress: _archive(
        stack, *split_path(rest), name, options, progress, kind="oci-archive"
    ),
    "docker-archive": lambda stack, rest, name, options, progress: _archive(
        stack, *split_path(rest), name, options, progress, kind="docker-archive"
    ),
    "docker": lambda stack, rest, _, options, progress: _engine(
        stack, rest, "docker", options, progress
    ),
    "podman": lambda stack, rest, _, options, progress: _engine(
        stack, rest, "podman", options, progress
    ),
    "registry": lambda stack, rest, _, options, progress: _registry(stack, rest, options, progress),
    "rootfs": lambda _, rest, name, *__: (open_directory(Path(rest), kind="rootfs", name=name),),
    "sbom": lambda _, rest, name, *__: _sbom(Path(rest), name),
    "repo": lambda _, rest, name, *__: (open_directory(Path(rest), kind="repo", name=name),),
}
