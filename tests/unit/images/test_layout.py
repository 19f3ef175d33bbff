"""OCI layouts in folders and archives."""

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from hullmark.images.errors import (
    BlobDigestError,
    EmptyTargetError,
    EncryptedLayerError,
    ForeignLayerError,
    ImageNotFoundError,
    MissingBlobError,
    NotAnImageError,
    PlatformNotFoundError,
    UnsupportedMediaTypeError,
)
from hullmark.images.image import Image, ImageOptions
from hullmark.images.open import open_target
from hullmark.images.platforms import machine_platform
from hullmark.ports.progress import SILENT
from image_builder import (
    OCI_INDEX,
    OCI_LAYER,
    BuiltImage,
    blob_path,
    build_image,
    descriptor,
    digest,
    layer_tar,
    layout_files,
    write_files,
    write_layout,
)

_APP = build_image([{"etc/os-release": b"ID=x"}, {"b": b"2"}], history=["FROM x", "RUN y"])
_OTHER = build_image([{"c": b"3"}])
_FOREIGN = "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"


@contextmanager
def _opened(target: object, **options: Any) -> Iterator[list[Image]]:
    with open_target(str(target), options=ImageOptions(**options), progress=SILENT) as found:
        yield [one for one in found if isinstance(one, Image)]


def _digests(target: object, **options: Any) -> list[str | None]:
    with _opened(target, **options) as images:
        return [image.target.digest for image in images]


def _platforms() -> tuple[BuiltImage, BuiltImage, BuiltImage]:
    own = build_image([{"own": b""}], platform=str(machine_platform()))
    first = build_image([{"s": b""}], platform="linux/s390x")
    second = build_image([{"p": b""}], platform="linux/ppc64le")
    return first, own, second


def test_a_layout_gives_documents_and_streams(tmp_path: Path) -> None:
    """Target, layers and their instructions are there before a layer is read."""
    write_layout(tmp_path / "app", {"1.0": _APP})
    with _opened(tmp_path / "app") as images:
        (image,) = images
        assert (image.target.kind, image.target.name) == ("oci", str(tmp_path / "app"))
        assert image.target.digest == _APP.digest
        assert image.target.config_digest == _APP.config_digest
        assert image.target.layers == tuple(layer.info for layer in image.layers)
        assert [layer.info.instruction for layer in image.layers] == ["FROM x", "RUN y"]
        assert [layer.info.diff_id for layer in image.layers] == [
            layer.diff_id for layer in _APP.layers
        ]
        one, other = image.layers[0].open(), image.layers[0].open()
        assert one.read(2) == b"\x1f\x8b"
        assert other.read(-1) == _APP.layers[0].blob
        one.close()
        other.close()
        assert image.issues == ()


@pytest.mark.parametrize("scheme", ["", "oci:"])
def test_tags_and_digests_choose(tmp_path: Path, scheme: str) -> None:
    """A layout's images are chosen by tag, digest, or taken all."""
    path = write_layout(tmp_path / "a:b", {"1.0": _APP, "2.0": _OTHER})
    assert _digests(f"{scheme}{path}:2.0") == [_OTHER.digest]
    assert _digests(f"{scheme}{path}@{_APP.digest}") == [_APP.digest]
    assert _digests(f"{scheme}{path}") == [_APP.digest, _OTHER.digest]
    with _opened(path) as images:
        assert [image.target.name for image in images] == [f"{path}:1.0", f"{path}:2.0"]


def test_one_image_under_two_tags_is_read_once(tmp_path: Path) -> None:
    """The first tag gives the name."""
    path = write_layout(tmp_path / "app", {"1.0": _APP, "latest": _APP})
    with _opened(path) as images:
        assert [image.target.name for image in images] == [f"{path}:1.0"]


def test_a_missing_tag_lists_what_is_there(tmp_path: Path) -> None:
    """The hint is what the user types next."""
    path = write_layout(tmp_path / "app", {"1.0": _APP, "2.0": _OTHER})
    with pytest.raises(ImageNotFoundError) as caught, _opened(f"oci:{path}:3.0"):
        pass
    assert caught.value.hint == "it holds 1.0, 2.0"
    with pytest.raises(ImageNotFoundError), _opened(f"oci:{path}@sha256:{'0' * 64}"):
        pass


def test_a_whole_reference_as_name_is_found_by_its_tag(tmp_path: Path) -> None:
    """Containerd writes the reference where others write the tag."""
    path = write_layout(tmp_path / "app", {"docker.io/library/app:1.0": _APP})
    for tag in ("1.0", "app:1.0", "docker.io/library/app:1.0"):
        assert _digests(f"oci:{path}:{tag}") == [_APP.digest]


def test_a_nested_index_offers_platforms(tmp_path: Path) -> None:
    """The machine's own without a wish, the wished one, or all."""
    first, own, second = _platforms()
    path = write_layout(tmp_path / "app", {"1.0": [first, own, second]})
    assert _digests(path) == [own.digest]
    assert _digests(path, platform="linux/ppc64le") == [second.digest]
    assert _digests(path, all_platforms=True) == [first.digest, own.digest, second.digest]
    assert _digests(f"oci:{path}@{first.digest}") == [first.digest]
    with pytest.raises(PlatformNotFoundError) as caught, _opened(path, platform="linux/mips64le"):
        pass
    assert "linux/s390x" in (caught.value.hint or "")


def test_a_single_image_of_another_platform_is_refused_only_on_a_wish(tmp_path: Path) -> None:
    """Scanning foreign images is fine; getting another than asked for is not."""
    image = build_image([{}], platform="linux/s390x")
    path = write_layout(tmp_path / "app", {"": image})
    assert _digests(path) == [image.digest]
    with pytest.raises(PlatformNotFoundError), _opened(path, platform="linux/arm64"):
        pass


def test_entries_of_one_name_are_platforms_of_one_image(tmp_path: Path) -> None:
    """Where the index names no platform the configuration does."""
    first, own, _ = _platforms()
    files = layout_files({"": first})
    blobs = {**first.blobs(), **own.blobs()}
    entries = [descriptor(image.manifest, image.media_type) for image in (first, own)]
    files["index.json"] = json.dumps({"schemaVersion": 2, "manifests": entries}).encode()
    files |= {blob_path(name): data for name, data in blobs.items()}
    path = write_files(tmp_path / "app", files)
    assert _digests(path) == [own.digest]
    assert _digests(path, all_platforms=True) == [first.digest, own.digest]


def test_two_images_of_one_name_and_platform_are_both_read(tmp_path: Path) -> None:
    """Neither is silently left out."""
    files = layout_files({"1.0": _APP, "x": _OTHER})
    files["index.json"] = files["index.json"].replace(b'"x"', b'"1.0"')
    path = write_files(tmp_path / "app", files)
    assert _digests(f"oci:{path}:1.0", platform="linux/amd64") == [_APP.digest, _OTHER.digest]


def test_statements_beside_an_image_are_left_out(tmp_path: Path) -> None:
    """BuildKit's provenance has the platform unknown/unknown."""
    statement = build_image([{}], platform="unknown/unknown")
    path = write_layout(tmp_path / "app", {"1.0": [_APP, statement]})
    assert _digests(path, all_platforms=True) == [_APP.digest]


def test_artifacts_are_left_out_or_named(tmp_path: Path) -> None:
    """A chart beside an image is skipped; asked for, it is refused by its type."""
    chart = build_image(
        [{"Chart.yaml": b""}],
        config_type="application/vnd.cncf.helm.config.v1+json",
        layer_types=["application/vnd.cncf.helm.chart.content.v1.tar+gzip"],
    )
    path = write_layout(tmp_path / "app", {"1.0": _APP, "chart": chart})
    assert _digests(path) == [_APP.digest]
    with pytest.raises(NotAnImageError, match=r"helm\.config"), _opened(f"oci:{path}:chart"):
        pass


def test_a_signature_is_no_image(tmp_path: Path) -> None:
    """Cosign's have an image's configuration type and a layer of their own."""
    signature = build_image([{}], layer_types=["application/vnd.dev.cosign.simplesigning.v1+json"])
    path = write_layout(tmp_path / "app", {"sha256-0.sig": signature})
    with pytest.raises(NotAnImageError, match="simplesigning"), _opened(path):
        pass


def test_what_an_engine_did_not_save_is_told(tmp_path: Path) -> None:
    """Docker saves the whole index and the blobs of one platform."""
    first, own, second = _platforms()
    files = layout_files({"1.0": [first, own, second]})
    for image in (first, own):
        del files[blob_path(image.digest)]
    path = write_files(tmp_path / "app", files)
    assert _digests(path) == [second.digest]
    with pytest.raises(MissingBlobError), _opened(path, platform="linux/s390x"):
        pass
    with _opened(path, all_platforms=True) as images:
        assert [image.target.digest for image in images] == [second.digest]
        assert len(images[0].issues) == 2


def test_changed_documents_are_refused(tmp_path: Path) -> None:
    """Manifest and configuration are hashed, sizes of layers compared."""
    for name in (_APP.digest, _APP.config_digest):
        files = layout_files({"1.0": _APP})
        files[blob_path(name)] = files[blob_path(name)].replace(b"sha256", b"sha257")
        path = write_files(tmp_path / name[-8:], files)
        with pytest.raises(BlobDigestError), _opened(path):
            pass
    files = layout_files({"1.0": _APP})
    files[blob_path(_APP.layers[1].digest)] += b"x"
    path = write_files(tmp_path / "layer", files)
    with pytest.raises(BlobDigestError, match="bytes"), _opened(path):
        pass


def test_a_missing_layer_is_named(tmp_path: Path) -> None:
    """The error says which layer the copy lost."""
    files = layout_files({"1.0": _APP})
    del files[blob_path(_APP.layers[1].digest)]
    path = write_files(tmp_path / "app", files)
    with pytest.raises(MissingBlobError, match="layer 1"), _opened(path):
        pass


def test_a_foreign_layer_that_is_not_there_is_an_issue(tmp_path: Path) -> None:
    """The image opens; only that layer cannot be read."""
    image = build_image([{"w": b""}, {"b": b""}], layer_types=[_FOREIGN, f"{OCI_LAYER}+gzip"])
    files = layout_files({"1.0": image})
    path = write_files(tmp_path / "all", files)
    with _opened(path) as images:
        assert images[0].issues == ()
    del files[blob_path(image.layers[0].digest)]
    path = write_files(tmp_path / "cut", files)
    with _opened(path) as images:
        assert [issue.layer_index for issue in images[0].issues] == [0]
        with pytest.raises(ForeignLayerError):
            images[0].layers[0].open()
        images[0].layers[1].open().close()


@pytest.mark.parametrize(
    ("media_type", "error"),
    [
        (f"{OCI_LAYER}+gzip+encrypted", EncryptedLayerError),
        (f"{OCI_LAYER}+brotli", UnsupportedMediaTypeError),
    ],
)
def test_layers_that_cannot_be_read_are_refused_by_type(
    tmp_path: Path, media_type: str, error: type[Exception]
) -> None:
    """Encrypted and unknown layers are named, not skipped."""
    image = build_image([{}, {"b": b""}], layer_types=[f"{OCI_LAYER}+gzip", media_type])
    path = write_layout(tmp_path / "app", {"1.0": image})
    with pytest.raises(error, match=media_type.replace("+", r"\+")), _opened(path):
        pass


def test_empty_and_broken_layouts_say_so(tmp_path: Path) -> None:
    """No index, an empty index, another version, an index in a ring of depth."""
    (tmp_path / "none").mkdir()
    with pytest.raises(NotAnImageError), _opened(f"oci:{tmp_path / 'none'}"):
        pass
    path = write_layout(tmp_path / "empty", {})
    with pytest.raises(EmptyTargetError), _opened(path):
        pass
    path = write_files(tmp_path / "new", {"oci-layout": b'{"imageLayoutVersion": "2.0"}'})
    with pytest.raises(UnsupportedMediaTypeError), _opened(path):
        pass


def test_indexes_nest_only_so_deep(tmp_path: Path) -> None:
    """A tower of indexes is refused."""
    files = layout_files({"": _APP})
    inner = _APP.manifest
    media_type = _APP.media_type
    for _ in range(12):
        index = json.dumps(
            {"schemaVersion": 2, "manifests": [descriptor(inner, media_type)]}
        ).encode()
        files[blob_path(digest(index))] = index
        inner, media_type = index, OCI_INDEX
    files["index.json"] = inner
    path = write_files(tmp_path / "app", files)
    with pytest.raises(UnsupportedMediaTypeError, match="deep"), _opened(path):
        pass


@pytest.mark.parametrize("packed", [False, True])
def test_a_layout_in_a_tar_is_read_where_it_lies(tmp_path: Path, packed: bool) -> None:  # noqa: FBT001
    """Sections of the file, or of its unpacked copy where the archive is compressed."""
    data = layer_tar(layout_files({"1.0": _APP, "2.0": _OTHER}))
    path = tmp_path / "app.tar"
    path.write_bytes(gzip.compress(data) if packed else data)
    with _opened(f"oci-archive:{path}:1.0") as images:
        (image,) = images
        assert (image.target.kind, image.target.digest) == ("oci-archive", _APP.digest)
        assert image.layers[1].open().read(1 << 20) == _APP.layers[1].blob
    assert _digests(path) == [_APP.digest, _OTHER.digest]
