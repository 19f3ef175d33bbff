"""Archives of ``docker save`` and its kin."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import pytest
import zstandard

from hullmark.formats.errors import BrokenDocumentError
from hullmark.images.errors import (
    BlobDigestError,
    BrokenArchiveError,
    EmptyTargetError,
    ForeignLayerError,
    ImageNotFoundError,
    MissingBlobError,
    NotAnImageError,
    PlatformNotFoundError,
)
from hullmark.images.image import Image, ImageOptions
from hullmark.images.open import open_target
from hullmark.ports.progress import SILENT
from image_builder import (
    Content,
    Link,
    build_image,
    docker_archive,
    layer_tar,
)

Form = Literal["old", "new", "skopeo", "ancient"]

_BASE = {"etc/os-release": b"ID=x"}
_APP = build_image([_BASE, {"b": b"2"}, _BASE], history=["FROM x", "RUN y", "RUN z"])
_OTHER = build_image([{"c": b"3"}])


@contextmanager
def _opened(target: object, **options: Any) -> Iterator[list[Image]]:
    with open_target(str(target), options=ImageOptions(**options), progress=SILENT) as found:
        yield [one for one in found if isinstance(one, Image)]


def _save(path: Path, data: bytes | Mapping[str, Content]) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else layer_tar(data))
    return path


def _content(image: Image) -> list[bytes]:
    return [layer.open().read(1 << 20) for layer in image.layers]


def _manifest(*layers: str, config: str = "config.json", **more: Any) -> bytes:
    return json.dumps([{"Config": config, "RepoTags": None, "Layers": layers, **more}]).encode()


@pytest.mark.parametrize("form", ["old", "skopeo"])
@pytest.mark.parametrize("compressed", [False, True])
def test_layers_stream_from_where_they_lie(tmp_path: Path, form: Form, compressed: bool) -> None:  # noqa: FBT001
    """Folders, links to repeated layers, compressed layers."""
    data = docker_archive({"app:1.0": _APP}, form=form, compressed=compressed)
    with _opened(_save(tmp_path / "app.tar", data)) as images:
        (image,) = images
        assert image.target.kind == "docker-archive"
        assert image.target.config_digest == _APP.config_digest
        assert image.target.digest is None
        assert [layer.info.diff_id for layer in image.layers] == [
            layer.diff_id for layer in _APP.layers
        ]
        assert [layer.info.digest for layer in image.layers] == [None] * 3
        assert [layer.info.instruction for layer in image.layers] == ["FROM x", "RUN y", "RUN z"]
        stored = [layer.blob if compressed else layer.tar for layer in _APP.layers]
        assert _content(image) == stored
        assert all(layer.media_type.endswith("gzip") == compressed for layer in image.layers)


def test_the_new_form_knows_the_manifest_digest(tmp_path: Path) -> None:
    """Docker 25 and containerd keep an OCI layout beside ``manifest.json``."""
    path = _save(tmp_path / "app.tar", docker_archive({"app:1.0": _APP}, form="new"))
    for target in (path, f"docker-archive:{path}:app:1.0", f"docker-archive:{path}@{_APP.digest}"):
        with _opened(target) as images:
            assert images[0].target.kind == "docker-archive"
            assert images[0].target.digest == _APP.digest
            assert [layer.info.digest for layer in images[0].layers] == [
                layer.digest for layer in _APP.layers
            ]
    with _opened(f"oci-archive:{path}") as images:
        assert images[0].target.kind == "oci-archive"


def test_a_broken_index_beside_the_manifest_does_no_harm(tmp_path: Path) -> None:
    """``manifest.json`` is complete without it."""
    files = {
        "config.json": _OTHER.config,
        "a.tar": _OTHER.layers[0].tar,
        "index.json": b"{",
        "manifest.json": _manifest("a.tar"),
    }
    with _opened(_save(tmp_path / "app.tar", files)) as images:
        assert images[0].target.config_digest == _OTHER.config_digest


def test_the_ancient_form_is_a_chain_of_parents(tmp_path: Path) -> None:
    """Before Docker 1.10 each layer had its own document."""
    data = docker_archive({"app:1.0": _APP}, form="ancient")
    with _opened(_save(tmp_path / "app.tar", data)) as images:
        (image,) = images
        assert image.target.config_digest is None
        assert str(image.target.platform) == "linux/amd64"
        assert [layer.info.instruction for layer in image.layers] == [
            "/bin/sh -c FROM x",
            "/bin/sh -c RUN y",
            "/bin/sh -c RUN z",
        ]
        assert _content(image) == [layer.tar for layer in _APP.layers]


def test_a_ring_of_parents_ends(tmp_path: Path) -> None:
    """A chain that bites its tail is refused."""
    files = {
        "a/json": b'{"id": "a", "parent": "a"}',
        "a/layer.tar": b"",
        "repositories": b'{"app": {"1": "a"}}',
    }
    with pytest.raises(NotAnImageError, match="ring"), _opened(_save(tmp_path / "x.tar", files)):
        pass


@pytest.mark.parametrize("form", ["old", "new", "ancient"])
def test_several_images_are_all_read_or_chosen(tmp_path: Path, form: Form) -> None:
    """By tag, familiar or full; by configuration digest; or all with their tags as names."""
    data = docker_archive({"team/app:1.0": _APP, "other:2": _OTHER}, form=form)
    path = _save(tmp_path / "all.tar", data)
    with _opened(path) as images:
        assert [len(image.layers) for image in images] == [3, 1]
        assert [image.target.name for image in images] == [
            f"{path}:team/app:1.0",
            f"{path}:other:2",
        ]
    for tag in ("other:2", "docker.io/library/other:2", "2"):
        with _opened(f"docker-archive:{path}:{tag}") as images:
            assert [len(image.layers) for image in images] == [1]
    with pytest.raises(ImageNotFoundError) as caught, _opened(f"docker-archive:{path}:nope"):
        pass
    assert caught.value.hint == "it holds other:2, team/app:1.0"


def test_an_untagged_image_is_chosen_by_its_id(tmp_path: Path) -> None:
    """Saved by id there is no tag; the digest of the configuration is the id."""
    path = _save(tmp_path / "app.tar", docker_archive([_APP, _OTHER]))
    with _opened(f"{path}@{_OTHER.config_digest}") as images:
        assert [image.target.config_digest for image in images] == [_OTHER.config_digest]
    with _opened(path) as images:
        assert images[1].target.name == f"{path}@{_OTHER.config_digest}"


def test_a_platform_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A wish counts for single images too."""
    path = _save(tmp_path / "app.tar", docker_archive({"app:1": _APP}))
    with pytest.raises(PlatformNotFoundError), _opened(path, platform="linux/s390x"):
        pass


def test_zstd_layers_and_archives_are_read(tmp_path: Path) -> None:
    """What a layer is follows from its bytes; a packed archive is unpacked first."""
    image = build_image([{"a": b"1"}], compression="zstd")
    data = docker_archive({"app:1": image}, compressed=True)
    path = _save(tmp_path / "app.tar.zst", zstandard.ZstdCompressor().compress(data))
    with _opened(path) as images:
        assert images[0].layers[0].media_type.endswith(".zstd")
        assert _content(images[0]) == [image.layers[0].blob]


def test_fewer_layers_than_diff_ids_are_told(tmp_path: Path) -> None:
    """An archive edited by hand is read, and says so."""
    files = {
        "config.json": _APP.config,
        "a.tar": _APP.layers[0].tar,
        "manifest.json": _manifest("a.tar"),
    }
    with _opened(_save(tmp_path / "app.tar", files)) as images:
        assert images[0].layers[0].info.diff_id is None
        assert len(images[0].issues) == 2


def test_a_foreign_layer_is_an_issue(tmp_path: Path) -> None:
    """Docker for Windows leaves base layers out and says where they come from."""
    origin = {
        _OTHER.layers[0].diff_id: {
            "mediaType": "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"
        }
    }
    files = {
        "config.json": _OTHER.config,
        "manifest.json": _manifest("a.tar", LayerSources=origin),
    }
    with _opened(_save(tmp_path / "app.tar", files)) as images:
        assert [issue.layer_index for issue in images[0].issues] == [0]
        with pytest.raises(ForeignLayerError):
            images[0].layers[0].open()


@pytest.mark.parametrize(
    ("files", "error"),
    [
        (
            {"config.json": _OTHER.config, "manifest.json": _manifest("a.tar")},
            MissingBlobError,
        ),
        ({"manifest.json": _manifest("a.tar")}, MissingBlobError),
        ({"manifest.json": b"[]"}, EmptyTargetError),
        ({"manifest.json": b"{}"}, BrokenDocumentError),
        ({"repositories": b"{}"}, EmptyTargetError),
        ({f"{'0' * 64}.json": b"{}", "repositories": b"{}"}, NotAnImageError),
        (
            {
                f"{'0' * 64}.json": _OTHER.config,
                "manifest.json": _manifest(config=f"{'0' * 64}.json"),
            },
            BlobDigestError,
        ),
        (
            {
                "config.json": _OTHER.config,
                "a.tar": Link("b.tar"),
                "b.tar": Link("a.tar"),
                "manifest.json": _manifest("a.tar"),
            },
            MissingBlobError,
        ),
        (
            {
                "config.json": Link("/etc/hostname"),
                "manifest.json": _manifest("../../etc/passwd"),
            },
            MissingBlobError,
        ),
    ],
)
def test_broken_archives_are_refused(
    tmp_path: Path, files: dict[str, Content], error: type[Exception]
) -> None:
    """Missing parts, wrong hashes, rings of links, links out of the archive."""
    path = _save(tmp_path / "app.tar", files)
    with pytest.raises(error), _opened(f"docker-archive:{path}"):
        pass


def test_hard_links_and_long_names_are_followed(tmp_path: Path) -> None:
    """Members may repeat as hard links and have names beyond the header's room."""
    long = "d" * 90 + "/" + "e" * 150 + "/layer.tar"
    files: dict[str, Content] = {
        "config.json": _OTHER.config,
        long: _OTHER.layers[0].tar,
        "link.tar": Link(long, hard=True),
        "manifest.json": _manifest("link.tar"),
    }
    with _opened(_save(tmp_path / "app.tar", files)) as images:
        assert _content(images[0]) == [_OTHER.layers[0].tar]


@pytest.mark.parametrize("keep", [0.3, 0.6])
def test_a_cut_archive_is_named_as_such(tmp_path: Path, keep: float) -> None:
    """A copy that stopped half way is told from one that never was an image."""
    image = build_image([{"a": b"x" * 20_000}])
    data = docker_archive({"app:1": image}, form="skopeo")
    path = _save(tmp_path / "app.tar", data[: int(len(data) * keep)])
    with pytest.raises(BrokenArchiveError, match="cut short"), _opened(path):
        pass


def test_a_damaged_header_is_named(tmp_path: Path) -> None:
    """Noise between members is no end of the archive."""
    data = bytearray(docker_archive({"app:1": _APP}, form="skopeo"))
    data[512 + len(_APP.layers[0].tar) + 10] ^= 0xFF
    with (
        pytest.raises(BrokenArchiveError, match="damaged"),
        _opened(_save(tmp_path / "x.tar", bytes(data))),
    ):
        pass


def test_streams_end_with_the_block(tmp_path: Path) -> None:
    """After the target is left its layers are refused, not read from another file."""
    from hullmark.images.errors import UnreadableTargetError

    path = _save(tmp_path / "app.tar", docker_archive({"app:1": _APP}))
    with _opened(path) as images:
        stream = images[0].layers[0].open()
    with pytest.raises(UnreadableTargetError):
        stream.read(1)
