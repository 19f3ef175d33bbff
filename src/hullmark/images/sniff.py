"""What a path is, told from what lies there and not from its name."""

import os
from collections.abc import Collection
from pathlib import Path
from typing import Literal

from hullmark.images.archive import ArchiveStorage, is_compressed, is_tar
from hullmark.images.errors import NotAnImageError
from hullmark.images.storage import open_regular, unreadable

FolderKind = Literal["oci", "rootfs", "repo"]
ArchiveKind = Literal["oci-archive", "docker-archive"]

_RELEASES = ("etc/os-release", "usr/lib/os-release")
_DATABASES = ("lib/apk/db/installed", "var/lib/dpkg/status", "var/lib/rpm", "usr/lib/sysimage/rpm")
_SYSTEM_FOLDERS = ("bin", "etc", "usr")
_MAGICS = (
    (b"PK\x03\x04", "a zip archive (or a jar, wheel or office document)"),
    (b"\x7fELF", "a program (ELF)"),
    (b"MZ", "a Windows program"),
    (b"%PDF", "a PDF document"),
    (b"QFI\xfb", "a disk image of a virtual machine (qcow2)"),
    (b"hsqs", "a squashfs file system"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x89PNG", "a picture"),
    (b"-----BEGIN", "a key or certificate"),
    (b"#!", "a script"),
    (b"<", "an HTML or XML document"),
)
_HEAD_BYTES = 4096
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_JSON = (b"{", b"[")


def folder_kind(folder: Path) -> FolderKind:
    """Return what a directory is: an OCI layout, a root file system, or else a repository."""
    if (folder / "oci-layout").is_file() or _is_index(folder):
        return "oci"
    if is_root_file_system(folder):
        return "rootfs"
    return "repo"


def refuse_folder(folder: Path) -> NotAnImageError | None:
    """Return the error for an image's directory in a form that is not read; None for others."""
    if _starts(folder / "version", b"Directory Transport Version"):
        return NotAnImageError(
            f"'{folder}' is a directory of skopeo's dir: transport, which is not read",
            hint="make a layout of it: skopeo copy dir:FROM oci:TO",
        )
    if _starts(folder / "manifest.json", b'[{"Config"') and not (folder / ".git").exists():
        return NotAnImageError(
            f"'{folder}' is an unpacked archive of docker save, which is not read",
            hint="pack it again: tar -cf image.tar -C DIR .",
        )
    return None


def is_root_file_system(folder: Path) -> bool:
    """Whether a directory looks like the root of an installed system."""
    if any((folder / path).is_file() for path in _RELEASES):
        return True
    if any((folder / path).exists() for path in _DATABASES):
        return True
    return all((folder / name).is_dir() for name in _SYSTEM_FOLDERS)


def archive_kind(storage: ArchiveStorage) -> ArchiveKind:
    """Return which kind of image archive a tar is.

    An archive that is both (Docker 25, containerd) is read as Docker's, which names its tags.

    Raises:
        NotAnImageError: It is neither.
    """
    names = set(storage.paths())
    if storage.size("manifest.json") is not None:
        return "docker-archive"
    if storage.size("oci-layout") is not None or storage.size("index.json") is not None:
        return "oci-archive"
    if storage.size("repositories") is not None:
        return "docker-archive"
    raise NotAnImageError(
        f"'{storage.name}' is not an image: it is {_tar_content(names)}",
        hint=_tar_hint(names),
    )


def is_archive(path: Path) -> bool:
    """Whether a file could be an image archive: a tar, or compressed."""
    try:
        with open_regular(path) as file:
            head = os.read(file.fileno(), _HEAD_BYTES)
    except OSError as error:
        raise unreadable(path, error) from error
    return is_compressed(head) or is_tar(head) or _is_blank_tar(head)


def is_document(path: Path) -> bool:
    """Whether a file could be a bill of materials: JSON, XML, YAML or SPDX's tags and values."""
    with open_regular(path) as file:
        head = os.read(file.fileno(), _HEAD_BYTES)
    if head[:2] in _UTF_16:
        head = head[2:].replace(b"\0", b"")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] in _JSON:
        return True
    if start[:1] == b"<":
        return b"cyclonedx.org/schema/bom" in head or b"spdx" in head.lower()
    return b"spdxVersion:" in head or b"SPDXVersion:" in head


def refuse_file(path: Path) -> NotAnImageError:
    """Return the error for a file that is no archive; it says what the file looks like."""
    with open_regular(path) as file:
        head = os.read(file.fileno(), _HEAD_BYTES)
    return NotAnImageError(
        f"'{path}' is not an image: it looks like {_looks_like(path, head)}",
        hint="an image is an archive of docker save or skopeo, an OCI layout, or a reference",
    )


def _starts(path: Path, mark: bytes) -> bool:
    if not path.is_file():
        return False
    with open_regular(path) as file:
        return (
            os.read(file.fileno(), len(mark) + 64)
            .replace(b" ", b"")
            .startswith(mark.replace(b" ", b""))
        )


def _is_index(folder: Path) -> bool:
    """Tell a layout without its mark file from a web project, which also has an index.json."""
    return (folder / "index.json").is_file() and (folder / "blobs").is_dir()


def _is_blank_tar(head: bytes) -> bool:
    return len(head) >= 1024 and not head.strip(b"\0")


def _tar_content(names: Collection[str]) -> str:
    if not names:
        return "an empty tar"
    if any(path in names for path in (*_RELEASES, *_DATABASES)):
        return "the tar of a root file system"
    if any(name.endswith("/layer.tar") for name in names):
        return "an archive of docker save that lost its manifest.json"
    return f"a tar that begins with '{min(names)[:80]}'"


def _tar_hint(names: Collection[str]) -> str:
    if any(path in names for path in (*_RELEASES, *_DATABASES)):
        return "unpack it and scan the folder with rootfs:DIR"
    return "an image archive holds manifest.json (docker save) or index.json (OCI)"


def _looks_like(path: Path, head: bytes) -> str:
    if not head:
        return "an empty file"
    for magic, words in _MAGICS:
        if head.startswith(magic):
            return words
    name = path.name.lower()
    if b"\0" in head:
        return "binary data"
    if name.startswith(("dockerfile", "containerfile")) or name.endswith(".dockerfile"):
        return "a Dockerfile (scan its folder to find the images it builds)"
    if head.lstrip()[:1] in (b"{", b"["):
        return "a JSON document"
    return "a text file"
