"""A file kept in a registry comes whole and verified, or not at all."""

import json
from pathlib import Path

import pytest

from hullmark.images.artifact import fetch_artifact
from hullmark.images.errors import NotAnImageError
from hullmark.images.image import ImageOptions
from hullmark.kernel.errors import HullmarkError
from image_builder import OCI_MANIFEST, build_image, descriptor
from registry_server import RegistryServer, Reply

_TYPE = "application/vnd.example.advisories"


def _push(registry: RegistryServer, content: bytes, *more: bytes) -> str:
    config = b"{}"
    layers = [descriptor(content, _TYPE), *(descriptor(each, "text/plain") for each in more)]
    manifest = {
        "schemaVersion": 2,
        "mediaType": OCI_MANIFEST,
        "config": descriptor(config, "application/vnd.oci.empty.v1+json"),
        "layers": layers,
    }
    for blob in (config, content, *more):
        registry.blobs[str(descriptor(blob, "")["digest"])] = blob
    registry.add_document("team/data", "1", OCI_MANIFEST, json.dumps(manifest).encode())
    return str(layers[0]["digest"])


def test_the_layer_of_the_type_is_written(tmp_path: Path) -> None:
    """Of several layers the one that was asked for comes, and its digest is returned."""
    with RegistryServer() as registry:
        digest = _push(registry, b"advisories" * 1000, b"readme")
        found = fetch_artifact(
            f"{registry.host}/team/data:1",
            tmp_path / "out",
            media_type=_TYPE,
            options=ImageOptions(),
        )
    assert found == digest
    assert (tmp_path / "out").read_bytes() == b"advisories" * 1000


def test_other_bytes_are_refused_and_nothing_is_left(tmp_path: Path) -> None:
    """A registry that gives something else than its manifest says leaves no file behind."""
    with RegistryServer() as registry:
        _push(registry, b"advisories")
        registry.fault(r"/blobs/", Reply(body=b"advisoriez"))
        with pytest.raises(HullmarkError):
            fetch_artifact(
                f"{registry.host}/team/data:1",
                tmp_path / "out",
                media_type=_TYPE,
                options=ImageOptions(),
            )
    assert list(tmp_path.iterdir()) == []


def test_an_image_index_is_no_artifact(tmp_path: Path) -> None:
    """What was named by mistake is told apart."""
    with RegistryServer() as registry:
        images = [
            build_image([{"a": b"x"}], platform=name) for name in ("linux/amd64", "linux/arm")
        ]
        registry.add("team/app", "1", images)
        with pytest.raises(NotAnImageError, match="index"):
            fetch_artifact(
                f"{registry.host}/team/app:1",
                tmp_path / "out",
                media_type=_TYPE,
                options=ImageOptions(),
            )
