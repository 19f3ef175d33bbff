"""The way from a word to an opened target."""

import gzip
import os
from pathlib import Path

import pytest

from hullmark.images.errors import (
    ArchiveTooLargeError,
    BrokenArchiveError,
    EmptyTargetError,
    InvalidPlatformError,
    InvalidReferenceError,
    NotAnImageError,
    TargetNotFoundError,
    UnreadableTargetError,
)
from hullmark.images.image import Directory, ImageOptions
from hullmark.images.open import open_target, split_path
from hullmark.images.selection import Wanted
from hullmark.kernel import limits
from hullmark.kernel.errors import HullmarkError
from hullmark.ports.progress import SILENT
from image_builder import (
    DIRECTORY,
    build_image,
    docker_archive,
    layer_tar,
    write_files,
    write_layout,
)

_APP = build_image([{"a": b"1"}])


def _kinds(target: object) -> list[tuple[str, str]]:
    with open_target(str(target), options=ImageOptions(), progress=SILENT) as found:
        return [(one.target.kind, one.target.name) for one in found]


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ({"etc/os-release": b"ID=x"}, "rootfs"),
        ({"usr/lib/os-release": b"ID=x"}, "rootfs"),
        ({"var/lib/dpkg/status": b""}, "rootfs"),
        ({"bin/sh": b"", "etc/x": b"", "usr/x": b""}, "rootfs"),
        ({"Dockerfile": b"FROM x"}, "repo"),
        ({"index.json": b"{}"}, "repo"),
    ],
)
def test_directories_are_told_apart(tmp_path: Path, files: dict[str, bytes], kind: str) -> None:
    """Root file systems by what they hold; the rest is a repository."""
    path = write_files(tmp_path / "here", files)
    assert _kinds(path) == [(kind, str(path))]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"version": b"Directory Transport Version: 1.1\n", "manifest.json": b"{}"}, "dir:"),
        ({"manifest.json": b'[{"Config": "a.json"}]'}, "docker save"),
    ],
)
def test_other_directories_of_images_are_refused(
    tmp_path: Path, files: dict[str, bytes], words: str
) -> None:
    """They would pass as repositories without a finding."""
    with pytest.raises(NotAnImageError, match=words):
        _kinds(write_files(tmp_path / "here", files))


def test_a_scheme_overrules_what_a_directory_looks_like(tmp_path: Path) -> None:
    """The user knows better."""
    path = write_files(tmp_path / "here", {"etc/os-release": b""})
    assert _kinds(f"repo:{path}") == [("repo", f"repo:{path}")]
    with open_target(f"rootfs:{path}", options=ImageOptions(), progress=SILENT) as found:
        assert isinstance(found[0], Directory)
        assert found[0].root == path


def test_images_are_found_whatever_they_are_called(tmp_path: Path) -> None:
    """Names and suffixes say nothing."""
    layout = write_layout(tmp_path / "x.tar", {"1": _APP})
    assert _kinds(layout)[0][0] == "oci"
    assert _kinds(f"{layout}:1")[0][0] == "oci"
    saved = tmp_path / "image"
    saved.write_bytes(docker_archive({"app:1": _APP}))
    assert _kinds(saved)[0][0] == "docker-archive"
    assert _kinds(f"{saved}:app:1")[0][0] == "docker-archive"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "an empty file"),
        (b"\x7fELF\x02", "a program"),
        (b"PK\x03\x04....", "a zip archive"),
        (b"QFI\xfb\0\0", "a disk image"),
        (b"hello", "a text file"),
        (b"\0\1\2", "binary data"),
        (layer_tar({"etc/os-release": b"ID=x"}), "the tar of a root file system"),
        (layer_tar({"a/layer.tar": b"x"}), "lost its manifest.json"),
        (layer_tar({"readme": b"x"}), "begins with 'readme'"),
        (layer_tar({}), "an empty tar"),
        (gzip.compress(b"hello" * 300), "not a tar archive"),
    ],
)
def test_a_file_that_is_no_image_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    """The error says what the file looks like."""
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(NotAnImageError, match=words):
        _kinds(path)


@pytest.mark.parametrize(
    ("target", "error"),
    [
        ("", TargetNotFoundError),
        ("  ", TargetNotFoundError),
        ("./nothing", TargetNotFoundError),
        ("/no/such/folder", TargetNotFoundError),
        ("no-such.tar.gz", TargetNotFoundError),
        ("oci:", TargetNotFoundError),
        ("oci:no-such-dir:1.0", TargetNotFoundError),
        ("oci-archive:no-such.tar", TargetNotFoundError),
        ("docker-archive:no-such.tar:app", TargetNotFoundError),
        ("rootfs:no-such-dir", TargetNotFoundError),
        ("repo:no-such-dir", TargetNotFoundError),
        ("No_Such_Image", InvalidReferenceError),
        ("a b", InvalidReferenceError),
        ("registry:UPPER", InvalidReferenceError),
        ("nul\0byte", InvalidReferenceError),
    ],
)
def test_words_that_name_nothing_are_usage_errors(target: str, error: type[HullmarkError]) -> None:
    """Exit status 2: the command line is wrong."""
    with pytest.raises(error) as caught:
        _kinds(target)
    assert caught.value.exit_status == 2


@pytest.mark.parametrize("scheme", ["oci", "rootfs", "repo"])
def test_a_file_where_a_directory_is_named_is_refused(tmp_path: Path, scheme: str) -> None:
    """The hint says which scheme fits."""
    path = tmp_path / "file"
    path.write_bytes(b"x")
    with pytest.raises(NotAnImageError) as caught:
        _kinds(f"{scheme}:{path}")
    assert caught.value.hint


@pytest.mark.parametrize("scheme", ["", "rootfs:", "repo:"])
def test_an_empty_directory_is_nothing_to_scan(tmp_path: Path, scheme: str) -> None:
    """Exit status 3: the target is fine and empty."""
    with pytest.raises(EmptyTargetError) as caught:
        _kinds(f"{scheme}{tmp_path}")
    assert caught.value.exit_status == 3


def test_a_directory_is_no_archive(tmp_path: Path) -> None:
    """``docker-archive:`` names a file."""
    with pytest.raises(NotAnImageError, match="directory"):
        _kinds(f"docker-archive:{tmp_path}")


def test_pipes_are_refused_and_not_waited_for(tmp_path: Path) -> None:
    """Opening a pipe would block until someone writes."""
    os.mkfifo(tmp_path / "pipe")
    for scheme in ("", "oci-archive:"):
        with pytest.raises(UnreadableTargetError, match="regular"):
            _kinds(f"{scheme}{tmp_path / 'pipe'}")


def test_a_wrong_platform_is_told_before_anything_is_read() -> None:
    """The target need not exist for that."""
    options = ImageOptions(platform="linux//amd64")
    with (
        pytest.raises(InvalidPlatformError),
        open_target("oci:nothing", options=options, progress=SILENT),
    ):
        pass


def test_a_packed_archive_that_is_damaged_is_refused(tmp_path: Path) -> None:
    """Cut gzip streams end in one line."""
    path = tmp_path / "app.tar.gz"
    path.write_bytes(gzip.compress(docker_archive({"app:1": _APP}))[:-40])
    with pytest.raises(BrokenArchiveError, match="uncompressed"):
        _kinds(path)


def test_a_packed_archive_that_explodes_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The unpacked copy is bounded."""
    monkeypatch.setattr(limits, "LAYER_RATIO", 10)
    path = tmp_path / "app.tar.gz"
    path.write_bytes(gzip.compress(bytes(8 << 20)))
    with pytest.raises(ArchiveTooLargeError):
        _kinds(path)


def test_an_archive_of_too_many_members_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No image archive has as many members as a root file system."""
    monkeypatch.setattr(limits, "ARCHIVE_MEMBERS", 3)
    path = tmp_path / "rootfs.tar"
    path.write_bytes(layer_tar({f"d{at}": DIRECTORY for at in range(5)}))
    with pytest.raises(ArchiveTooLargeError):
        _kinds(path)


@pytest.mark.parametrize(
    ("rest", "tag", "digest"),
    [
        ("", "", ""),
        (":1.0", "1.0", ""),
        (":localhost:5000/app:1.0", "localhost:5000/app:1.0", ""),
        ("@sha256:00", "", "sha256:00"),
        (":1.0@sha256:00", "1.0", "sha256:00"),
    ],
)
def test_paths_may_hold_colons(tmp_path: Path, rest: str, tag: str, digest: str) -> None:
    """The longest existing path wins, what follows is tag and digest."""
    path = tmp_path / "a:b@c"
    path.mkdir()
    assert split_path(f"{path}{rest}") == (path, Wanted(tag=tag, digest=digest))


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bare words must not meet files of the checkout."""
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
